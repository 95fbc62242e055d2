using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Data.Sheets;

/// <summary>Finds the four marks of a sheet on a photograph, whichever way up it lies.</summary>
internal static class SheetMarks
{
    /// <summary>The longest side of the picture that they are looked for on, pixels; middles are found to a fraction of one.</summary>
    private const int LookAt = 1000;

    /// <summary>Ink is so much darker than the paper.</summary>
    private const float LeastDepth = 50;

    /// <summary>Pieces that look most like a mark; of more than these there would be too many fours.</summary>
    private const int MostPieces = 18;

    /// <summary>
    /// A mark's side by the square root of what the four enclose, and how far it may be from that in a picture taken aslant.
    /// </summary>
    private const double Side = 0.0371, SideMargin = 1.6;

    /// <returns>How millimetres on the sheet are seen as pixels of the picture; null: the marks are not there.</returns>
    public static Homography? Find(SourceImage photo)
    {
        var image = photo.Within(LookAt);
        var surface = PaperSurface.Under(image.Grey, image.Width, image.Height);
        var ink = new byte[image.Grey.Length];
        for (var i = 0; i < ink.Length; i++) ink[i] = surface.Depth[i] > LeastDepth ? (byte)Math.Min(255, surface.Depth[i]) : (byte)0;
        var marks = InkPieces.Find(ink, image.Width, image.Height)
            .Where(piece => !piece.TouchesEdge)
            .Select(piece => Mark.Of(piece, ink, image.Width))
            .Where(mark => mark.Area > 30 && mark.Squareness > 0.75)
            .OrderByDescending(mark => mark.Squareness * Math.Sqrt(mark.Area))
            .Take(MostPieces).ToList();
        var scale = (double)photo.Width / image.Width;
        return Fours(marks)
            .OrderByDescending(four => Area(four))
            .Select(four => Upright(four, ink, image.Width, scale))
            .FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<Mark[]> Fours(List<Mark> marks)
    {
        for (var a = 0; a < marks.Count; a++)
        {
            for (var b = a + 1; b < marks.Count; b++)
            {
                for (var c = b + 1; c < marks.Count; c++)
                {
                    for (var d = c + 1; d < marks.Count; d++)
                    {
                        var four = Clockwise([marks[a], marks[b], marks[c], marks[d]]);
                        if (IsSheet(four)) yield return four;
                    }
                }
            }
        }
    }

    private static Mark[] Clockwise(Mark[] four)
    {
        var (x, y) = (four.Average(mark => mark.X), four.Average(mark => mark.Y));
        return [.. four.OrderBy(mark => Math.Atan2(mark.Y - y, mark.X - x))];
    }

    /// <summary>Whether four marks, clockwise, can be those of a sheet: its corners, and of the right size beside it.</summary>
    private static bool IsSheet(Mark[] four)
    {
        for (var i = 0; i < 4; i++)
        {
            var (before, at, after) = (four[i], four[(i + 1) % 4], four[(i + 2) % 4]);
            var (x, y, nextX, nextY) = (at.X - before.X, at.Y - before.Y, after.X - at.X, after.Y - at.Y);
            // A right turn of 45 to 135 degrees.
            var (cross, dot) = (x * nextY - y * nextX, x * nextX + y * nextY);
            if (cross <= Math.Abs(dot)) return false;
        }
        var size = Math.Sqrt(Area(four));
        return four.All(mark => Math.Sqrt(mark.Area) / size is > Side / SideMargin and < Side * SideMargin);
    }

    private static double Area(Mark[] four)
    {
        double sum = 0;
        for (var i = 0; i < 4; i++) sum += four[i].X * four[(i + 1) % 4].Y - four[(i + 1) % 4].X * four[i].Y;
        return Math.Abs(sum) / 2;
    }

    /// <summary>The way round in which the bar lies where it belongs, and nothing is in its place at the other corners.</summary>
    private static Homography? Upright(Mark[] four, byte[] ink, int width, double scale)
    {
        Homography? upright = null;
        for (var turn = 0; turn < 4; turn++)
        {
            var seen = Enumerable.Range(0, 4).Select(i => four[(i + turn) % 4]).Select(mark => (mark.X, mark.Y)).ToArray();
            if (Homography.Between(SheetLayout.Marks, seen) is not { } found || BarInk(found, ink, width) < 0.6) continue;
            if (upright is not null) return null;
            // Pixels' middles lie at halves.
            var inPhoto = seen.Select(mark => ((mark.X + 0.5) * scale - 0.5, (mark.Y + 0.5) * scale - 0.5));
            upright = Homography.Between(SheetLayout.Marks, [.. inPhoto]);
        }
        return upright;
    }

    private static double BarInk(Homography found, byte[] ink, int width)
    {
        var (left, top, barWidth, barHeight) = SheetLayout.Bar;
        var (dark, count) = (0, 0);
        for (var right = 0.1; right < 1; right += 0.1)
        {
            for (var down = 0.25; down < 1; down += 0.25)
            {
                var (x, y) = found.Map(left + right * barWidth, top + down * barHeight);
                count++;
                var (column, row) = ((int)Math.Round(x), (int)Math.Round(y));
                if (column >= 0 && row >= 0 && column < width && row < ink.Length / width && ink[row * width + column] > 0) dark++;
            }
        }
        return (double)dark / count;
    }

    /// <param name="Area">Pixels.</param>
    /// <param name="Squareness">1 for a square, whichever way it is turned; less for what is longer or hollow.</param>
    private sealed record Mark(double X, double Y, double Area, double Squareness)
    {
        public static Mark Of(InkPieces.Piece piece, byte[] ink, int width)
        {
            double mass = 0, x = 0, y = 0;
            foreach (var i in piece.Pixels)
            {
                mass += ink[i];
                x += ink[i] * (double)(i % width);
                y += ink[i] * (double)(i / width);
            }
            (x, y) = (x / mass, y / mass);
            // The mean square distance from its middle is a sixth of a square's area; of anything longer or hollow it is more.
            var far = piece.Pixels.Average(i => Math.Pow(i % width - x, 2) + Math.Pow(i / width - y, 2));
            var area = piece.Pixels.Count;
            return new(x, y, area, far == 0 ? 0 : Math.Min(1, area / 6.0 / far));
        }
    }
}
