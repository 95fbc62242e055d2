namespace MnistBlazor.ML.Data.Import;

/// <summary>The pieces that a photograph's ink falls into: what hangs together is one.</summary>
internal static class InkPieces
{
    /// <summary>Where pieces that do not touch the edge have this share of the ink, those that do are a table or a shadow.</summary>
    private const double InnerShare = 0.2;

    /// <summary>Takes off specks, and what comes in from beyond the edges.</summary>
    /// <param name="ink">[height * width], 0 (paper) to 255 (ink).</param>
    /// <param name="speck">What has less than this share of the ink.</param>
    /// <param name="keepsEdge">What touches the edges stays.</param>
    public static void Clean(byte[] ink, int width, int height, double speck, bool keepsEdge)
    {
        var pieces = Find(ink, width, height);
        var inner = pieces.Where(piece => !piece.TouchesEdge).Sum(piece => piece.Mass);
        keepsEdge |= inner < InnerShare * pieces.Sum(piece => piece.Mass);
        var all = keepsEdge ? pieces.Sum(piece => piece.Mass) : inner;
        foreach (var piece in pieces)
        {
            if (piece.Mass >= speck * all && (keepsEdge || !piece.TouchesEdge)) continue;
            foreach (var i in piece.Pixels) ink[i] = 0;
        }
    }

    public static List<Piece> Find(byte[] ink, int width, int height)
    {
        var (pieces, seen, open) = (new List<Piece>(), new bool[ink.Length], new Stack<int>());
        for (var start = 0; start < ink.Length; start++)
        {
            if (ink[start] == 0 || seen[start]) continue;
            var (pixels, mass, touches) = (new List<int>(), 0L, false);
            seen[start] = true;
            open.Push(start);
            while (open.TryPop(out var i))
            {
                pixels.Add(i);
                mass += ink[i];
                var (x, y) = (i % width, i / width);
                touches |= x == 0 || y == 0 || x == width - 1 || y == height - 1;
                for (var down = -1; down <= 1; down++)
                {
                    for (var right = -1; right <= 1; right++)
                    {
                        var (column, row) = (x + right, y + down);
                        if (column < 0 || row < 0 || column >= width || row >= height) continue;
                        var next = row * width + column;
                        if (ink[next] == 0 || seen[next]) continue;
                        seen[next] = true;
                        open.Push(next);
                    }
                }
            }
            pieces.Add(new(pixels, mass, touches));
        }
        return pieces;
    }

    public sealed record Piece(List<int> Pixels, long Mass, bool TouchesEdge);
}
