using MnistBlazor.ML.Inference;
using Place = (double X, double Y);

namespace MnistBlazor.ML.Data.Hands;

/// <summary>
/// Finds the strokes that a digit of MNIST may have been drawn with: its ink is thinned to lines, which are followed straight on where they
/// cross. What the hand did stays; the pen is forgotten.
/// </summary>
internal static class StrokeTracer
{
    /// <summary>The image is enlarged so much first: lines come out smoother.</summary>
    private const int Scale = 4;

    /// <summary>What is darker is ink, of 255.</summary>
    private const double Threshold = 110;

    /// <summary>Spurs are shorter, pixels of the digit: about a stroke's width.</summary>
    private const double Spur = 2;

    /// <summary>How far along a line its direction is looked at, and over how much it is smoothed; pixels of the digit.</summary>
    private const double Reach = 2.5, Smoothing = 1;

    /// <summary>How far a line may lie from what is kept of it, pixels of the digit.</summary>
    private const double Tolerance = 0.2;

    /// <summary>A stroke turns no sharper at a crossing; radians.</summary>
    private const double SharpestTurn = Math.PI / 3;

    /// <param name="pixels">784 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <returns>Strokes on the pad, which the image fills; one of one point is a dot. None: there is no ink.</returns>
    public static IReadOnlyList<IReadOnlyList<StrokePoint>> Trace(ReadOnlySpan<byte> pixels)
    {
        var skeleton = new Skeleton(Thinning.Thin(Ink(pixels)), Spur * Scale);
        var strokes = Joined(skeleton.Lines).Select(stroke => Simplified(Smoothed(stroke))).ToList();
        // A speck beside a digit is none of its strokes.
        strokes.RemoveAll(stroke => strokes.Count > 1 && Length(stroke) < Spur * Scale);
        if (strokes.Count == 0) strokes.AddRange(skeleton.Dots.Take(1).Select(dot => new List<Place> { dot }));
        return [.. strokes.Select(stroke => stroke.ConvertAll(ToPad))];
    }

    /// <summary>The image enlarged, bilinear, and cut into ink and paper.</summary>
    internal static bool[,] Ink(ReadOnlySpan<byte> pixels)
    {
        const int Size = DigitImage.Size;
        var ink = new bool[Size * Scale, Size * Scale];
        for (var y = 0; y < Size * Scale; y++)
        {
            for (var x = 0; x < Size * Scale; x++)
            {
                var (left, top) = ((x + 0.5) / Scale - 0.5, (y + 0.5) / Scale - 0.5);
                var (column, row) = ((int)Math.Floor(left), (int)Math.Floor(top));
                var (right, down) = (left - column, top - row);
                ink[y, x] = (1 - down) * ((1 - right) * At(pixels, column, row) + right * At(pixels, column + 1, row))
                    + down * ((1 - right) * At(pixels, column, row + 1) + right * At(pixels, column + 1, row + 1)) > Threshold;
            }
        }
        return ink;

        static byte At(ReadOnlySpan<byte> pixels, int x, int y) =>
            x is >= 0 and < Size && y is >= 0 and < Size ? pixels[y * Size + x] : (byte)0;
    }

    /// <summary>
    /// Lines put together to strokes: at each junction those go on in each other that are straightest. A line's ends are 2 i and 2 i + 1.
    /// </summary>
    private static List<List<Place>> Joined(IReadOnlyList<Skeleton.Line> lines)
    {
        var next = new int?[2 * lines.Count];
        foreach (var junction in Enumerable.Range(0, next.Length).GroupBy(Node).Select(ends => ends.ToList()))
        {
            var pairs =
                from a in junction
                from b in junction
                where a < b
                let turn = Turn(Direction(a), Direction(b))
                where turn <= SharpestTurn || junction.Count == 2
                orderby turn
                select (a, b);
            foreach (var (a, b) in pairs.Where(pair => next[pair.a] is null && next[pair.b] is null)) (next[a], next[b]) = (b, a);
        }

        var (strokes, drawn) = (new List<List<Place>>(), new bool[lines.Count]);
        // From where a stroke begins; what is left then are loops.
        foreach (var first in Enumerable.Range(0, next.Length).OrderBy(end => next[end] is not null))
        {
            var stroke = new List<Place>();
            for (int? end = first; end is { } from && !drawn[from / 2]; end = next[from ^ 1])
            {
                drawn[from / 2] = true;
                stroke.AddRange(From(from));
            }
            if (stroke.Count > 0) strokes.Add(stroke);
        }
        return strokes;

        Skeleton.Node Node(int end) => end % 2 == 0 ? lines[end / 2].From : lines[end / 2].To;

        IEnumerable<Place> From(int end) => end % 2 == 0 ? lines[end / 2].Points : lines[end / 2].Points.Reverse();

        Place Direction(int end)
        {
            var points = From(end).ToList();
            var there = points.FirstOrDefault(point => Distance(point, points[0]) >= Reach * Scale, points[^1]);
            return (there.X - points[0].X, there.Y - points[0].Y);
        }
    }

    /// <summary>By how much who comes along one of two lines turns to go on along the other; radians.</summary>
    private static double Turn(Place a, Place b) =>
        Math.PI - Math.Abs(Math.Atan2(a.X * b.Y - a.Y * b.X, a.X * b.X + a.Y * b.Y));

    /// <summary>Each point is the mean of those beside it; ends stay, and what is closed stays closed.</summary>
    private static List<Place> Smoothed(List<Place> stroke)
    {
        var (last, closed) = (stroke.Count - 1, stroke.Count > 2 && stroke[0] == stroke[^1]);
        return [.. Enumerable.Range(0, stroke.Count).Select(i =>
        {
            var reach = closed ? Math.Min((int)(Smoothing * Scale), last / 4) : Math.Min((int)(Smoothing * Scale), Math.Min(i, last - i));
            var near = Enumerable.Range(i - reach, 2 * reach + 1).Select(at => stroke[closed ? (at % last + last) % last : at]).ToList();
            return (near.Average(point => point.X), near.Average(point => point.Y));
        })];
    }

    /// <summary>
    /// Leaves points out without which the line lies where it lay: Douglas and Peucker, "Algorithms for the reduction of the number of
    /// points required to represent a digitized line or its caricature", 1973.
    /// </summary>
    private static List<Place> Simplified(List<Place> stroke)
    {
        var (from, to) = (stroke[0], stroke[^1]);
        var (farthest, most) = (0, Tolerance * Scale);
        for (var i = 1; i < stroke.Count - 1; i++)
            if (FromLine(stroke[i]) is var distance && distance > most) (farthest, most) = (i, distance);
        if (farthest == 0) return [from, to];
        return [.. Simplified(stroke.GetRange(0, farthest + 1)), .. Simplified(stroke.GetRange(farthest, stroke.Count - farthest)).Skip(1)];

        double FromLine(Place point)
        {
            var (alongX, alongY) = (to.X - from.X, to.Y - from.Y);
            var length2 = alongX * alongX + alongY * alongY;
            var share = length2 == 0 ? 0 : Math.Clamp(((point.X - from.X) * alongX + (point.Y - from.Y) * alongY) / length2, 0, 1);
            return Distance(point, (from.X + share * alongX, from.Y + share * alongY));
        }
    }

    private static double Length(List<Place> stroke) => stroke.Zip(stroke.Skip(1), Distance).Sum();

    private static double Distance(Place a, Place b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));

    private static StrokePoint ToPad(Place place) =>
        new((float)((place.X + 0.5) / (Scale * DigitImage.Size)), (float)((place.Y + 0.5) / (Scale * DigitImage.Size)));
}
