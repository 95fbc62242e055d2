using System.Globalization;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>
/// Several optimizers: <c>sgd:0.02,momentum:0.02:0.9,adam</c> says the learning rate of each, then what is its own in the order of
/// <see cref="OptimizerKnown.Settings"/>. Without a rate it takes the one that suits what it is set to.
/// </summary>
/// <param name="Fewest">So many at least.</param>
/// <param name="Most">So many at most.</param>
public sealed record OptimizersParameter(string Id, string Default, int Fewest, int Most) : ParameterDefinition(Id, Default)
{
    public const double MinRate = 0.00001;
    public const double MaxRate = 10;

    /// <summary>The learning rate of one for which none is set, with these values of the lesson's parameters.</summary>
    public required Func<ParameterValues, string, double> SuitedRate { get; init; }

    /// <summary>Whether their learning rates can be set; not where many are tried.</summary>
    public bool HasRates { get; init; } = true;

    protected override Message Malformed => new("parameter.optimizers");

    /// <summary>The text for <paramref name="choices"/>, in canonical form.</summary>
    public static string Format(IEnumerable<OptimizerChoice> choices) => string.Join(',', choices.Select(choice => choice.ToString()));

    /// <summary>What a canonical text stands for.</summary>
    /// <exception cref="FormatException">The text is not canonical.</exception>
    public static IReadOnlyList<OptimizerChoice> Parse(string text) =>
        TryParse(text, out var choices) ? choices : throw new FormatException($"No optimizers: \"{text}\".");

    protected override (string? Canonical, Message? Problem) Read(string text)
    {
        if (!TryParse(text, out var choices)) return (null, Malformed);
        if (choices.Count < Fewest || choices.Count > Most)
            return (null, new Message("parameter.optimizers.count", $"{Fewest}", $"{Most}"));
        if (choices.Any(choice => choice.Rate is < MinRate or > MaxRate))
            return (null, new Message("parameter.optimizers.rate", NumberParameter.Format(MinRate), NumberParameter.Format(MaxRate)));
        foreach (var choice in choices)
        {
            for (var i = 0; i < choice.Own.Count; i++)
            {
                var setting = choice.Known.Settings[i];
                if (choice.Own[i] < setting.Minimum || choice.Own[i] > setting.Maximum)
                {
                    return (null, new Message("parameter.optimizers.own", setting.Id,
                        NumberParameter.Format(setting.Minimum), NumberParameter.Format(setting.Maximum)));
                }
            }
        }
        // The order is the house's, so that the same choice has the same text.
        return (Format(OptimizerKnown.All.SelectMany(known => choices.Where(choice => choice.Known == known))), null);
    }

    private static bool TryParse(string text, out List<OptimizerChoice> choices)
    {
        choices = [];
        foreach (var part in text.Split(','))
        {
            var parts = part.Split(':');
            if (OptimizerKnown.Find(parts[0].Trim().ToLowerInvariant()) is not { } known) return false;
            if (choices.Any(choice => choice.Known == known) || parts.Length > 2 + known.Settings.Count) return false;
            var numbers = new List<double>();
            foreach (var number in parts.Skip(1))
            {
                const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                if (!double.TryParse(number, style, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return false;
                numbers.Add(value);
            }
            choices.Add(new(
                known, numbers.Count > 0 ? numbers[0] : null,
                [.. known.Settings.Select((setting, i) => i + 1 < numbers.Count ? numbers[i + 1] : setting.Default)]));
        }
        return true;
    }
}
