namespace MnistBlazor.ML.Models;

/// <summary>How large a network may be: what comes from an address or a store is checked before memory is spent on it.</summary>
internal static class ModelBounds
{
    public const int MaxHiddenLayers = 6, MinUnits = 8, MaxUnits = 1024, MaxBlocks = 4, MaxChannels = 128;
    public const double MaxDropout = 0.9;

    /// <exception cref="ArgumentException">The spec is out of its bounds; the message says which, and what is allowed.</exception>
    public static void Check(ModelSpec spec)
    {
        if (spec is MultilayerPerceptronSpec perceptron) Check(perceptron);
        else if (spec is ConvolutionalNetworkSpec convolutional) Check(convolutional);
    }

    private static void Check(MultilayerPerceptronSpec spec)
    {
        Require(
            spec.HiddenLayers.Count <= MaxHiddenLayers,
            $"A perceptron has at most {MaxHiddenLayers} hidden layers, not {spec.HiddenLayers.Count}.");
        foreach (var layer in spec.HiddenLayers)
        {
            Require(layer.Units is >= MinUnits and <= MaxUnits, $"A hidden layer has {MinUnits} to {MaxUnits} units, not {layer.Units}.");
            Require(layer.Dropout is >= 0 and <= MaxDropout, $"Dropout is 0 to {MaxDropout}, not {layer.Dropout}.");
        }
    }

    private static void Check(ConvolutionalNetworkSpec spec)
    {
        Require(
            spec.Channels.Count is >= 1 and <= MaxBlocks,
            $"A convolutional network has 1 to {MaxBlocks} blocks, not {spec.Channels.Count}.");
        foreach (var channels in spec.Channels)
            Require(channels is >= 1 and <= MaxChannels, $"A block has 1 to {MaxChannels} channels, not {channels}.");
        Require(
            spec.HiddenUnits is 0 or >= MinUnits and <= MaxUnits,
            $"The hidden layer has 0 or {MinUnits} to {MaxUnits} units, not {spec.HiddenUnits}.");
        Require(spec.Dropout is >= 0 and <= MaxDropout, $"Dropout is 0 to {MaxDropout}, not {spec.Dropout}.");
        Require(spec.KernelSize is 3 or 5, $"A kernel has 3 or 5 rows and columns, not {spec.KernelSize}.");
    }

    private static void Require(bool condition, FormattableString message)
    {
        if (!condition) throw new ArgumentException(FormattableString.Invariant(message));
    }
}
