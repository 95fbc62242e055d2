namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>How one value for each region comes of a table's columns.</summary>
public enum MeasureKind
{
    /// <summary>The first column as it is.</summary>
    Column,

    /// <summary>All columns together.</summary>
    Sum,

    /// <summary>The first less the second: from the second, an earlier year, to the first.</summary>
    Difference,

    /// <summary>The difference in percent of the second.</summary>
    Change,

    /// <summary>The first divided by the second: density, where the second is an area.</summary>
    Ratio,

    /// <summary>The first in percent of all together, the first included.</summary>
    Share,
}

/// <summary>A choice of columns as the formula that it stands for: one way to work values out, which can be read and changed.</summary>
public static class Measure
{
    /// <param name="columns">Names of the table's columns; two of them for a difference, change or ratio.</param>
    /// <exception cref="MapFileException">There are too few columns.</exception>
    public static string FormulaOf(MeasureKind kind, IReadOnlyList<string> columns)
    {
        var needed = kind is MeasureKind.Difference or MeasureKind.Change or MeasureKind.Ratio ? 2 : 1;
        if (columns.Count < needed) throw FormulaError.NoColumns();
        var names = columns.Select(Formula.Quote).ToList();
        var sum = string.Join(" + ", names);
        return kind switch
        {
            MeasureKind.Column => names[0],
            MeasureKind.Sum => sum,
            MeasureKind.Difference => $"{names[0]} - {names[1]}",
            MeasureKind.Change => $"({names[0]} - {names[1]}) / {names[1]} * 100",
            MeasureKind.Ratio => $"{names[0]} / {names[1]}",
            _ => $"{names[0]} / ({sum}) * 100",
        };
    }
}
