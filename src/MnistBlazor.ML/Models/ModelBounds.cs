namespace MnistBlazor.ML.Models;

/// <summary>How large a network may be: what comes from an address or a store is checked before memory is spent on it.</summary>
internal static class ModelBounds
{
    public const int MaxHiddenLayers = 6, MinUnits = 8, MaxUnits = 1024;
    public const double MaxDropout = 0.9;

    /// <exception cref="ArgumentException">The spec is out of its bounds.</exception>
    public static void Check(ModelSpec spec)
    {
        if (spec is not MultilayerPerceptronSpec perceptron) return;
        if (perceptron.HiddenLayers.Count > MaxHiddenLayers)
            throw new ArgumentException($"A perceptron has at most {MaxHiddenLayers} hidden layers, not {perceptron.HiddenLayers.Count}.", nameof(spec));
        foreach (var layer in perceptron.HiddenLayers)
        {
            if (layer.Units is < MinUnits or > MaxUnits)
                throw new ArgumentException($"A hidden layer has {MinUnits} to {MaxUnits} units, not {layer.Units}.", nameof(spec));
            if (layer.Dropout is not (>= 0 and <= MaxDropout))
                throw new ArgumentException($"Dropout is 0 to {MaxDropout}, not {layer.Dropout}.", nameof(spec));
        }
    }
}
