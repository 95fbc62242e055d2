using MnistBlazor.Lessons.Maps.Borders;

namespace MnistBlazor.Lessons.Maps.Symbols;

/// <summary>How several values of one region are drawn.</summary>
public enum ChartKind
{
    /// <summary>Slices of a circle, whose area is the total.</summary>
    Pie,

    /// <summary>The same with a hole.</summary>
    Donut,

    /// <summary>Bars beside each other, on one axis for all regions.</summary>
    Grouped,

    /// <summary>Bars on top of each other: the height is the total.</summary>
    Stacked,
}

/// <summary>All symbols of a chart map, in the units of its view box.</summary>
/// <param name="Symbols">In the order of the regions; a region without values has none.</param>
/// <param name="Sizes">What the legend shows: round amounts from the largest on, with the size that stands for each.</param>
/// <param name="Axis">Of bars: the amount that the full height stands for; null for pies.</param>
/// <param name="Left">Regions that have values but no symbol: what is negative has no slice and no area.</param>
public sealed record ChartSymbols(
    ChartKind Kind, IReadOnlyList<ChartSymbol> Symbols, IReadOnlyList<SymbolSize> Sizes, double? Axis, IReadOnlyList<int> Left)
{
    /// <summary>Of a donut's hole, of its radius.</summary>
    public const double Hole = 0.55;

    /// <summary>Of the largest symbol, in parts of the view box's shorter side: radius of a pie, height of bars.</summary>
    private const double LargestRadius = 0.055, Height = 0.11, BarWidth = 0.014;

    private const double SmallestRadius = 3;

    /// <summary>More symbols than these are drawn smaller, so that all together cover no more of the map.</summary>
    private const double AtFullSize = 30;

    /// <param name="columns">Of each column a value by region; null: none. All columns are as long as there are regions.</param>
    /// <param name="scale">Larger or smaller symbols: 1 as they are.</param>
    /// <exception cref="ArgumentException">There is no column, or one is not as long as there are regions.</exception>
    public static ChartSymbols Of(ChartKind kind, MapDrawing map, IReadOnlyList<IReadOnlyList<double?>> columns, double scale = 1)
    {
        if (columns.Count == 0 || columns.Any(column => column.Count != map.Regions.Count))
            throw new ArgumentException("Columns do not fit.", nameof(columns));
        var (values, left) = Values(map, columns);
        var unit = Math.Min(map.Width, map.Height) * scale * Math.Min(1, Math.Sqrt(AtFullSize / Math.Max(1, values.Count)));
        var isPie = kind is ChartKind.Pie or ChartKind.Donut;
        var most = values.Count == 0 ? 0 : values.Max(one => kind == ChartKind.Grouped ? one.Values.Max() : one.Values.Sum());
        if (most <= 0) return new(kind, [], [], null, left);

        var axis = Nice.AtLeast(most);
        var bar = unit * BarWidth;
        var symbols = values.ConvertAll(one => isPie
            ? Pie(map, one.Region, one.Values, Radius(one.Values.Sum()))
            : Bars(map, one.Region, one.Values, kind, amount => unit * Height * amount / axis, bar));
        var placed = SymbolPlaces.Apart(symbols, map.Width, map.Height);
        var sizes = Nice.Steps(most).Select(amount => new SymbolSize(amount, isPie ? Radius(amount) : unit * Height * amount / axis));
        return new(kind, placed, [.. sizes], isPie ? null : axis, left);

        // The area is what an eye compares: the radius goes by the root.
        double Radius(double total) => Math.Max(SmallestRadius, unit * LargestRadius * Math.Sqrt(total / most));
    }

    private static (List<(int Region, double[] Values)> Values, List<int> Left) Values(
        MapDrawing map, IReadOnlyList<IReadOnlyList<double?>> columns)
    {
        var (values, left) = (new List<(int, double[])>(), new List<int>());
        for (var region = 0; region < map.Regions.Count; region++)
        {
            double?[] row = [.. columns.Select(column => column[region])];
            if (Array.TrueForAll(row, value => value is null or 0)) continue;
            if (Array.Exists(row, value => value < 0)) left.Add(region);
            else values.Add((region, Array.ConvertAll(row, value => value ?? 0)));
        }
        return (values, left);
    }

    private static ChartSymbol Pie(MapDrawing map, int region, double[] values, double radius)
    {
        var (total, before, parts) = (values.Sum(), 0d, new SymbolPart[values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            parts[i] = new(values[i], values[i] / total, 360 * before / total, 360 * values[i] / total);
            before += values[i];
        }
        var shape = map.Regions[region];
        return new(region, total, shape.LabelX, shape.LabelY, shape.LabelX, shape.LabelY, radius, radius, HasLeader: false, parts);
    }

    private static ChartSymbol Bars(
        MapDrawing map, int region, double[] values, ChartKind kind, Func<double, double> height, double width)
    {
        var (total, before, parts) = (values.Sum(), 0d, new SymbolPart[values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            parts[i] = new(values[i], values[i] / total, kind == ChartKind.Stacked ? height(before) : 0, height(values[i]));
            before += values[i];
        }
        var shape = map.Regions[region];
        var halfHeight = height(kind == ChartKind.Stacked ? total : values.Max()) / 2;
        var halfWidth = width * (kind == ChartKind.Stacked ? 1.5 : values.Length) / 2;
        return new(
            region, total, shape.LabelX, shape.LabelY, shape.LabelX, shape.LabelY, halfWidth, Math.Max(1, halfHeight), HasLeader: false,
            parts);
    }
}

/// <summary>One region's symbol.</summary>
/// <param name="Region">Its number among the map's regions.</param>
/// <param name="Total">Of its values.</param>
/// <param name="X">The middle of the symbol, once it is moved apart from others.</param>
/// <param name="AnchorX">Where it belongs: the region's label point, and the other end of the leader line.</param>
/// <param name="HalfWidth">From the middle to the side: a pie's radius. Bars stand on Y + HalfHeight and fill the width evenly.</param>
/// <param name="HasLeader">It stands away from its region: a line leads there.</param>
/// <param name="Parts">By column.</param>
public sealed record ChartSymbol(
    int Region, double Total, double X, double Y, double AnchorX, double AnchorY, double HalfWidth, double HalfHeight, bool HasLeader,
    IReadOnlyList<SymbolPart> Parts);

/// <param name="Share">Of the total, 0 to 1.</param>
/// <param name="Start">Of a pie in degrees, clockwise from the top; of a stacked bar in units from its foot; of a grouped one 0.</param>
/// <param name="Extent">In the same measure.</param>
public sealed record SymbolPart(double Value, double Share, double Start, double Extent);

/// <param name="Size">The radius of a pie or the height of a bar, in units of the view box.</param>
public sealed record SymbolSize(double Amount, double Size);

/// <summary>Round amounts: 1, 2 or 5 and zeros.</summary>
internal static class Nice
{
    private static readonly double[] Steps125 = [1, 2, 5, 10];

    public static double AtLeast(double amount)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(amount)));
        return Steps125.Select(step => step * power).First(step => step >= amount * (1 - 1e-9));
    }

    /// <summary>Three, from the largest that is no more than the amount: each about a third of the one before.</summary>
    public static double[] Steps(double most)
    {
        var largest = AtMost(most);
        return [largest, AtMost(largest / 3), AtMost(largest / 10)];
    }

    private static double AtMost(double amount)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(amount)));
        return Steps125.Select(step => step * power).Last(step => step <= amount * (1 + 1e-9));
    }
}
