namespace MnistBlazor.Lessons.Maps.Classification;

/// <summary>How values are divided into classes.</summary>
public enum ClassMethod
{
    /// <summary>Classes of the same width.</summary>
    EqualInterval,

    /// <summary>Classes of as many regions each.</summary>
    Quantile,

    /// <summary>Fisher and Jenks: the least possible sum of squared distances from the means of the classes.</summary>
    NaturalBreaks,

    /// <summary>A standard deviation wide, around the mean.</summary>
    StandardDeviation,

    /// <summary>As the learner says.</summary>
    Own,
}

/// <summary>Values in classes, as a legend shows them.</summary>
/// <param name="Bounds">
/// Ascending, one more than there are classes. A class holds its lower bound and not its upper one; the last holds both. The outermost are
/// the least and the greatest value.
/// </param>
/// <param name="Counts">Values in each class.</param>
/// <param name="Asked">How many classes were asked for.</param>
/// <param name="Fit">
/// Goodness of variance fit, from 0 to 1: the share of the values' variance that is between the classes. 1: those of a class are alike.
/// </param>
/// <param name="Note">Why there are fewer classes than were asked for; null: there are as many.</param>
public sealed record ValueClasses(
    ClassMethod Method, IReadOnlyList<double> Bounds, IReadOnlyList<int> Counts, int Asked, double Fit, ClassNote? Note)
{
    public const int Fewest = 3, Most = 9;

    public int Count => Counts.Count;

    /// <summary>The class of a value, from 0; one outside the bounds, of another year perhaps, belongs to the outermost.</summary>
    public int ClassOf(double value)
    {
        var found = 0;
        while (found < Count - 1 && value >= Bounds[found + 1]) found++;
        return found;
    }

    /// <summary>The class by region; null where there is no value.</summary>
    public int?[] ClassOf(IEnumerable<double?> values) => [.. values.Select(value => value is { } number ? ClassOf(number) : (int?)null)];
}

/// <summary>Why there are fewer classes.</summary>
public enum ClassNote
{
    /// <summary>There are fewer different values than classes.</summary>
    FewValues,

    /// <summary>Equal values fill whole classes: two bounds would be the same.</summary>
    Ties,

    /// <summary>Bounds lay outside the values.</summary>
    Outside,
}
