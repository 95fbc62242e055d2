using MnistBlazor.Lessons.Maps.Symbols;

namespace MnistBlazor.Web.Models.Maps;

/// <summary>The parts of a chart symbol as SVG.</summary>
public static class SymbolPaths
{
    /// <summary>A slice of a pie or donut; a whole circle where it is all there is.</summary>
    public static string Slice(ChartSymbol symbol, SymbolPart part, ChartKind kind)
    {
        var (radius, hole) = (symbol.HalfWidth, kind == ChartKind.Donut ? symbol.HalfWidth * ChartSymbols.Hole : 0);
        // An arc from a point to itself is none: a little is left open.
        var extent = Math.Min(part.Extent, 359.99);
        if (extent <= 0) return "M0 0";
        var large = extent > 180 ? 1 : 0;
        var (from, to) = (At(radius, part.Start), At(radius, part.Start + extent));
        var outer = $"M{from}A{N(radius)} {N(radius)} 0 {large} 1 {to}";
        return hole == 0
            ? $"{outer}L{N(symbol.X)} {N(symbol.Y)}Z"
            : $"{outer}L{At(hole, part.Start + extent)}A{N(hole)} {N(hole)} 0 {large} 0 {At(hole, part.Start)}Z";

        string At(double distance, double degrees)
        {
            var (sine, cosine) = Math.SinCos(double.DegreesToRadians(degrees));
            return $"{N(symbol.X + distance * sine)} {N(symbol.Y - distance * cosine)}";
        }
    }

    /// <summary>The bar of one column.</summary>
    public static (double X, double Y, double Width, double Height) Bar(ChartSymbol symbol, int column, ChartKind kind)
    {
        var (part, foot, left) = (symbol.Parts[column], symbol.Y + symbol.HalfHeight, symbol.X - symbol.HalfWidth);
        if (kind == ChartKind.Stacked) return (left, foot - part.Start - part.Extent, 2 * symbol.HalfWidth, part.Extent);
        var width = 2 * symbol.HalfWidth / symbol.Parts.Count;
        return (left + column * width, foot - part.Extent, width, part.Extent);
    }

    private static string N(double number) => MapFace.At(number);
}
