namespace MnistBlazor.Lessons.Maps.Classification;

/// <summary>Divides values into classes. Checked against simple-statistics and geostats (tests/oracle/classification.mjs).</summary>
public static class Classifier
{
    /// <param name="values">Without those that are missing, in any order; the values of two years together give classes for both.</param>
    /// <param name="classes">3 to 9; without meaning for bounds of one's own.</param>
    /// <param name="own">Between the classes, in any order: 2 to 8 of them. For <see cref="ClassMethod.Own"/> only.</param>
    /// <returns>Null: there is no value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many classes, or bounds that are no numbers.</exception>
    public static ValueClasses? Classify(ClassMethod method, IEnumerable<double> values, int classes, IReadOnlyList<double>? own = null)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return null;
        if (method == ClassMethod.Own) classes = (own?.Count ?? 0) + 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, ValueClasses.Fewest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, ValueClasses.Most);
        if (own is not null && own.Any(bound => !double.IsFinite(bound))) throw new ArgumentOutOfRangeException(nameof(own));

        double[] distinct = [.. sorted.Distinct()];
        var between = method switch
        {
            _ when distinct.Length <= classes && method is ClassMethod.Quantile or ClassMethod.NaturalBreaks => distinct[1..],
            ClassMethod.EqualInterval => EqualIntervals(sorted[0], sorted[^1], classes),
            ClassMethod.Quantile => Quantiles(sorted, classes),
            ClassMethod.NaturalBreaks => NaturalBreaks.Of(sorted, classes),
            ClassMethod.StandardDeviation => Deviations(sorted, classes),
            _ => [.. own!.Order()],
        };
        // A bound at the least value, or above the greatest, has nothing on its far side; one at the greatest has that value.
        double[] inner = [.. between.Where(bound => bound > sorted[0] && bound <= sorted[^1]).Distinct()];
        ClassNote? note = inner.Length == classes - 1 ? null
            : distinct.Length < classes ? ClassNote.FewValues
            : between.Distinct().Count() < between.Length || method == ClassMethod.Quantile ? ClassNote.Ties
            : ClassNote.Outside;
        return Of(method, sorted, [sorted[0], .. inner, sorted[^1]], classes, note);
    }

    /// <summary>
    /// Classes for differences: as wide on both sides of 0, with a class around it where their number is odd, so that a diverging ramp has
    /// its middle at no change. They reach as far as the greatest change, on both sides; a class may be empty.
    /// </summary>
    /// <returns>Null: there is no value.</returns>
    public static ValueClasses? Diverging(IEnumerable<double> values, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, ValueClasses.Fewest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, ValueClasses.Most);
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return null;
        var reach = Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1]));
        if (reach == 0) return Of(ClassMethod.EqualInterval, sorted, [0, 0], classes, ClassNote.FewValues);
        return Of(ClassMethod.EqualInterval, sorted, [-reach, .. EqualIntervals(-reach, reach, classes), reach], classes, note: null);
    }

    private static ValueClasses Of(ClassMethod method, double[] sorted, double[] bounds, int asked, ClassNote? note)
    {
        var classes = new ValueClasses(method, bounds, new int[bounds.Length - 1], asked, 0, note);
        var counts = new int[classes.Count];
        var sums = new double[classes.Count];
        foreach (var value in sorted)
        {
            counts[classes.ClassOf(value)]++;
            sums[classes.ClassOf(value)] += value;
        }
        var mean = sorted.Average();
        var whole = sorted.Sum(value => (value - mean) * (value - mean));
        var within = sorted.Sum(value => Math.Pow(value - sums[classes.ClassOf(value)] / counts[classes.ClassOf(value)], 2));
        return classes with { Counts = counts, Fit = whole == 0 ? 1 : 1 - within / whole };
    }

    private static double[] EqualIntervals(double least, double greatest, int classes) =>
        [.. Enumerable.Range(1, classes - 1).Select(i => least + (greatest - least) * i / classes)];

    // Hyndman and Fan's seventh kind, which R, NumPy and simple-statistics have: where a bound falls between two values, in proportion.
    private static double[] Quantiles(double[] sorted, int classes) => [.. Enumerable.Range(1, classes - 1).Select(i =>
    {
        var (at, rest) = Math.DivRem((sorted.Length - 1) * i, classes);
        return rest == 0 ? sorted[at] : double.Lerp(sorted[at], sorted[at + 1], (double)rest / classes);
    })];

    // Of all values, not of a sample of them: the map shows every region that there is.
    private static double[] Deviations(double[] sorted, int classes)
    {
        var mean = sorted.Average();
        var deviation = Math.Sqrt(sorted.Average(value => (value - mean) * (value - mean)));
        return [.. Enumerable.Range(1, classes - 1).Select(i => mean + (i - classes / 2.0) * deviation)];
    }
}
