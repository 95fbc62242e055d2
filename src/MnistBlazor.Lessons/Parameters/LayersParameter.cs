using System.Globalization;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Parameters;

/// <summary>
/// The hidden layers of a perceptron, from the pixels on: <c>256-relu-0,256-relu-0.2</c> says units, activation and dropout of
/// each. The empty text is a network without hidden layers.
/// </summary>
public sealed record LayersParameter(string Id, string Default) : ParameterDefinition(Id, Default)
{
    public const int MaxLayers = 6;
    public const int MinUnits = 8;
    public const int MaxUnits = 1024;
    public const double MaxDropout = 0.9;

    protected override Message Malformed => new("parameter.layers");

    /// <summary>The text for <paramref name="layers"/>, in canonical form.</summary>
    public static string Format(IEnumerable<HiddenLayer> layers) => string.Join(',', layers.Select(layer =>
        $"{layer.Units}-{layer.Activation.ToString().ToLowerInvariant()}-{NumberParameter.Format(layer.Dropout)}"));

    /// <summary>The layers that a canonical text stands for.</summary>
    /// <exception cref="FormatException">The text is not canonical.</exception>
    public static IReadOnlyList<HiddenLayer> Parse(string text) =>
        TryParse(text, out var layers) ? layers : throw new FormatException($"No hidden layers: \"{text}\".");

    protected override (string? Canonical, Message? Problem) Read(string text)
    {
        if (!TryParse(text, out var layers)) return (null, Malformed);
        if (layers.Count > MaxLayers) return (null, new Message("parameter.layers.count", "0", $"{MaxLayers}"));
        if (layers.Any(layer => layer.Units is < MinUnits or > MaxUnits))
            return (null, new Message("parameter.layers.units", $"{MinUnits}", $"{MaxUnits}"));
        if (layers.Any(layer => layer.Dropout is < 0 or > MaxDropout))
            return (null, new Message("parameter.layers.dropout", "0", NumberParameter.Format(MaxDropout)));
        return (Format(layers), null);
    }

    private static bool TryParse(string text, out List<HiddenLayer> layers)
    {
        layers = [];
        if (text.Length == 0) return true;
        foreach (var layer in text.Split(','))
        {
            var parts = layer.Split('-', 3);
            if (parts.Length != 3
                || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var units)
                || !TryParseActivation(parts[1], out var activation)
                || !double.TryParse(parts[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dropout)
                || !double.IsFinite(dropout))
            {
                return false;
            }
            layers.Add(new HiddenLayer(units, activation, dropout));
        }
        return true;
    }

    // Enum.TryParse alone would take "0" and "ReLU,Tanh" as well.
    private static bool TryParseActivation(string text, out Activation activation) =>
        Enum.TryParse(text, ignoreCase: true, out activation)
        && activation.ToString().Equals(text, StringComparison.OrdinalIgnoreCase);
}
