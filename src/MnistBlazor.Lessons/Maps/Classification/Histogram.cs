namespace MnistBlazor.Lessons.Maps.Classification;

/// <param name="From">Held.</param>
/// <param name="To">Not held, but by the last.</param>
public sealed record HistogramBin(double From, double To, int Count);

/// <summary>How values are spread, below the bounds that can be dragged.</summary>
public static class Histogram
{
    private const int Fewest = 6, Most = 40;

    /// <summary>
    /// Bins of one width from the least value to the greatest, about twice the root of their number; none without values.
    /// </summary>
    public static IReadOnlyList<HistogramBin> Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return [];
        var (least, greatest) = (sorted[0], sorted[^1]);
        if (least == greatest) return [new(least, greatest, sorted.Length)];
        var count = Math.Clamp((int)Math.Ceiling(2 * Math.Sqrt(sorted.Length)), Fewest, Most);
        var counts = new int[count];
        foreach (var value in sorted) counts[Math.Min(count - 1, (int)((value - least) / (greatest - least) * count))]++;
        return [.. counts.Select((number, i) => new HistogramBin(At(i), At(i + 1), number))];

        double At(int i) => least + (greatest - least) * i / count;
    }
}
