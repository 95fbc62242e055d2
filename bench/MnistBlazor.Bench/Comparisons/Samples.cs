using System.Globalization;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>One figure, measured several times.</summary>
/// <param name="Values">At least one.</param>
internal sealed record Samples(IReadOnlyList<double> Values)
{
    public double Median => Percentile(50);

    /// <summary>The value that so many of a hundred do not exceed.</summary>
    public double Percentile(double percent)
    {
        var ordered = Values.Order().ToList();
        return ordered[Math.Clamp((int)Math.Ceiling(ordered.Count * percent / 100) - 1, 0, ordered.Count - 1)];
    }

    /// <summary><c>0.12 s (0.11-0.13)</c>: the median, the least and the most.</summary>
    public string Text(string unit) => Values.Count == 1
        ? $"{Number(Values[0])} {unit}"
        : $"{Number(Median)} {unit} ({Number(Values.Min())}-{Number(Values.Max())})";

    /// <summary><c>43 / 50 / 61 ms</c>: p50, p95 and p99.</summary>
    public string Percentiles(string unit) => $"{Number(Percentile(50))} / {Number(Percentile(95))} / {Number(Percentile(99))} {unit}";

    /// <summary>Three figures, as many as a measurement is worth.</summary>
    public static string Number(double value) => value == 0
        ? "0"
        : Math.Abs(value) >= 100
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : value.ToString("0." + new string('#', Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 5)),
                CultureInfo.InvariantCulture);
}
