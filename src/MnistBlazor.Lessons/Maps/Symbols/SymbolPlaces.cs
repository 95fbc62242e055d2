namespace MnistBlazor.Lessons.Maps.Symbols;

/// <summary>
/// Moves symbols apart where they overlap, so that as many as possible stay at their regions.
/// </summary>
/// <remarks>
/// d3-force would do it in a browser, but maps are drawn on the server, and no library for .NET does. Two hundred rounds of pushing the
/// pairs that overlap apart, with a pull back to the anchor that fades: without random numbers, so that the same map is drawn the same way.
/// </remarks>
internal static class SymbolPlaces
{
    private const int Rounds = 200;

    /// <summary>Between two symbols, in units.</summary>
    private const double Gap = 1.5;

    /// <summary>One that has moved less has no leader line.</summary>
    private const double Near = 3;

    public static IReadOnlyList<ChartSymbol> Apart(IReadOnlyList<ChartSymbol> symbols, double width, double height)
    {
        var (x, y) = (symbols.Select(symbol => symbol.AnchorX).ToArray(), symbols.Select(symbol => symbol.AnchorY).ToArray());
        for (var round = 0; round < Rounds; round++)
        {
            var pull = 0.05 * (1 - (double)round / Rounds);
            for (var i = 0; i < symbols.Count; i++)
            {
                x[i] += (symbols[i].AnchorX - x[i]) * pull;
                y[i] += (symbols[i].AnchorY - y[i]) * pull;
            }
            var overlap = Push(symbols, x, y);
            for (var i = 0; i < symbols.Count; i++)
            {
                x[i] = Within(x[i], symbols[i].HalfWidth, width);
                y[i] = Within(y[i], symbols[i].HalfHeight, height);
            }
            if (!overlap && round == 0) break;
        }
        return [.. symbols.Select((symbol, i) => symbol with
        {
            X = Math.Round(x[i], 1), Y = Math.Round(y[i], 1),
            HasLeader = Math.Sqrt(Square(x[i] - symbol.AnchorX) + Square(y[i] - symbol.AnchorY)) > Near,
        })];
    }

    private static bool Push(IReadOnlyList<ChartSymbol> symbols, double[] x, double[] y)
    {
        var overlap = false;
        for (var i = 0; i < symbols.Count; i++)
        {
            for (var j = i + 1; j < symbols.Count; j++)
            {
                var (dx, dy) = (x[j] - x[i], y[j] - y[i]);
                // Most are nowhere near each other.
                if (Math.Abs(dx) > symbols[i].HalfWidth + symbols[j].HalfWidth + Gap) continue;
                // Two at one place part by their numbers.
                if (dx == 0 && dy == 0) (dx, dy) = (Math.Cos(i * 31 + j) * 1e-3, Math.Sin(i * 31 + j) * 1e-3);
                var (pushX, pushY) = Overlap(symbols[i], symbols[j], dx, dy);
                if (pushX == 0 && pushY == 0) continue;
                overlap = true;
                // The smaller one gives way more: a large one is seen from far.
                var share = Area(symbols[j]) / (Area(symbols[i]) + Area(symbols[j]));
                x[i] -= pushX * share;
                y[i] -= pushY * share;
                x[j] += pushX * (1 - share);
                y[j] += pushY * (1 - share);
            }
        }
        return overlap;
    }

    /// <summary>
    /// How far the second has to move; 0, 0: they do not overlap. Circles along the line of their middles, boxes the short way.
    /// </summary>
    private static (double X, double Y) Overlap(ChartSymbol one, ChartSymbol other, double dx, double dy)
    {
        if (one.HalfWidth == one.HalfHeight && other.HalfWidth == other.HalfHeight)
        {
            var distance = Math.Sqrt(dx * dx + dy * dy);
            var depth = one.HalfWidth + other.HalfWidth + Gap - distance;
            return depth <= 0 ? (0, 0) : (dx / distance * depth, dy / distance * depth);
        }
        var (wide, high) = (one.HalfWidth + other.HalfWidth + Gap - Math.Abs(dx), one.HalfHeight + other.HalfHeight + Gap - Math.Abs(dy));
        if (wide <= 0 || high <= 0) return (0, 0);
        return wide < high ? (Math.CopySign(wide, dx), 0) : (0, Math.CopySign(high, dy));
    }

    private static double Area(ChartSymbol symbol) => symbol.HalfWidth * symbol.HalfHeight;

    // A symbol larger than the map stands in its middle.
    private static double Within(double at, double half, double size) => half * 2 > size ? size / 2 : Math.Clamp(at, half, size - half);

    private static double Square(double number) => number * number;
}
