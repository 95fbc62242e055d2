namespace MnistBlazor.ML.Data.Hands;

/// <summary>
/// Takes ink away from the sides of strokes until lines of one pixel are left; what was connected stays so, and holes stay holes.
/// </summary>
/// <remarks>
/// Source: Guo and Hall, "Parallel thinning with two-subiteration algorithms", 1989, the first of the two (A1). Names are theirs.
/// </remarks>
internal static class Thinning
{
    /// <summary>Steps to the neighbours of a pixel, P2 to P9 of the article: clockwise, from the one above.</summary>
    internal static readonly (int X, int Y)[] Around = [(0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1)];

    /// <param name="ink">[height, width]; outside is paper.</param>
    /// <returns>[height, width]</returns>
    public static bool[,] Thin(bool[,] ink)
    {
        var thin = (bool[,])ink.Clone();
        while (Peel(thin, first: true) | Peel(thin, first: false))
        {
        }
        return thin;
    }

    private static bool Peel(bool[,] ink, bool first)
    {
        var gone = new List<(int X, int Y)>();
        for (var y = 0; y < ink.GetLength(0); y++)
            for (var x = 0; x < ink.GetLength(1); x++)
                if (ink[y, x] && Goes(ink, x, y, first)) gone.Add((x, y));
        foreach (var (x, y) in gone) ink[y, x] = false;
        return gone.Count > 0;
    }

    private static bool Goes(bool[,] ink, int x, int y, bool first)
    {
        Span<bool> p = stackalloc bool[8];
        for (var i = 0; i < 8; i++) p[i] = Inked(ink, x + Around[i].X, y + Around[i].Y);
        int parts = 0, pairs = 0, otherPairs = 0;
        for (var i = 0; i < 8; i += 2)
        {
            var (side, corner, next) = (p[i], p[i + 1], p[(i + 2) % 8]);
            if (!side && (corner || next)) parts++; // C(P): how many parts its neighbours are, without it
            if (corner || next) pairs++;
            if (side || corner) otherPairs++;
        }
        var (north, east, south, west) = (p[0], p[2], p[4], p[6]);
        var (northEast, southEast, southWest, northWest) = (p[1], p[3], p[5], p[7]);
        var inner = first ? (north || northEast || !southEast) && east : (south || southWest || !northWest) && west;
        return parts == 1 && Math.Min(pairs, otherPairs) is 2 or 3 && !inner;
    }

    private static bool Inked(bool[,] ink, int x, int y) =>
        x >= 0 && y >= 0 && y < ink.GetLength(0) && x < ink.GetLength(1) && ink[y, x];
}
