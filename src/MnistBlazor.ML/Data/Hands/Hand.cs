using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Data.Hands;

/// <summary>
/// Writes digits as people do: a style is stretched, slanted and turned, its strokes bent, its ends cut a little, all of it at random.
/// Strokes are what is changed, not pixels, so that the pen stays as thick as it is.
/// </summary>
/// <param name="liveliness">1: as people do; 0: the style as it stands.</param>
internal sealed class Hand(Random random, double liveliness)
{
    /// <summary>Pieces of a stroke between two of its points.</summary>
    private const int Pieces = 8;

    /// <summary>The share of the pad that a digit fills.</summary>
    private const double Filled = 0.7;

    /// <summary>How wide each digit is for its height; people's zeros differ most.</summary>
    private static readonly double[] Aspects = [0.75, 0.42, 0.78, 0.68, 0.75, 0.72, 0.62, 0.72, 0.6, 0.6];

    private static readonly IReadOnlyList<DigitStyle>[] Styles =
        [.. Enumerable.Range(0, 10).Select(digit => (IReadOnlyList<DigitStyle>)[.. DigitStyle.All.Where(style => style.Digit == digit)])];

    /// <summary>A digit in one of its styles.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <returns>Strokes in the middle of the pad.</returns>
    public IReadOnlyList<IReadOnlyList<StrokePoint>> Write(int digit)
    {
        var drawn = random.Next(Styles[digit].Sum(style => style.Weight));
        return Write(Styles[digit].First(style => (drawn -= style.Weight) < 0));
    }

    /// <inheritdoc cref="Write(int)"/>
    public IReadOnlyList<IReadOnlyList<StrokePoint>> Write(DigitStyle style)
    {
        var form = new Form(
            Aspect: Aspects[style.Digit] * Math.Exp(Normal(style.Digit == 0 ? 0.35 : 0.25)),
            Slant: liveliness * 0.12 + Normal(0.22),
            Turn: Normal(0.09),
            Waves: [.. Enumerable.Range(0, 8).Select(wave => new Wave(Normal(0.035), random.NextDouble() * 2 * Math.PI, wave))]);
        var strokes = style.Strokes.Select(stroke => Trimmed(Curve(Moved(stroke, style)), style).ConvertAll(form.Place)).ToList();
        return ToPad(strokes);
    }

    /// <summary>The points a little off, and the second stroke of two a little larger or smaller than it should be.</summary>
    private List<(double X, double Y)> Moved(IReadOnlyList<StrokePoint> stroke, DigitStyle style)
    {
        var scale = stroke.Count == 2 && style.Strokes.Count > 1 ? Math.Exp(Normal(0.08)) : 1;
        var (middleX, middleY) = (stroke.Average(point => point.X), stroke.Average(point => point.Y));
        var (offX, offY) = (Normal(0.02), Normal(0.02));
        var moved = new List<(double X, double Y)>();
        for (var i = 0; i < stroke.Count; i++)
        {
            moved.Add(i > 0 && stroke[i] == stroke[i - 1]
                ? moved[^1] // still a corner
                : ((stroke[i].X - middleX) * scale + middleX + offX + Normal(0.035),
                    (stroke[i].Y - middleY) * scale + middleY + offY + Normal(0.035)));
        }
        return moved;
    }

    /// <summary>
    /// A curve through the points, broken at corners: a Catmull-Rom spline (Catmull, Rom: "A class of local interpolating splines", 1974).
    /// </summary>
    private static List<(double X, double Y)> Curve(List<(double X, double Y)> points)
    {
        var curve = new List<(double X, double Y)>();
        for (var i = 0; i < points.Count - 1; i++)
        {
            var (from, to) = (points[i], points[i + 1]);
            if (from == to) continue;
            var before = i > 0 && points[i - 1] != from ? points[i - 1] : (X: 2 * from.X - to.X, Y: 2 * from.Y - to.Y);
            var after = i + 2 < points.Count && points[i + 2] != to ? points[i + 2] : (X: 2 * to.X - from.X, Y: 2 * to.Y - from.Y);
            for (var piece = 0; piece < Pieces; piece++)
            {
                var t = (double)piece / Pieces;
                curve.Add((Between(before.X, from.X, to.X, after.X, t), Between(before.Y, from.Y, to.Y, after.Y, t)));
            }
        }
        curve.Add(points[^1]);
        return curve;
    }

    private static double Between(double before, double from, double to, double after, double t) => 0.5 * (2 * from
        + (to - before) * t + (2 * before - 5 * from + 4 * to - after) * t * t + (3 * from - before - 3 * to + after) * t * t * t);

    /// <summary>The one stroke of a digit begins late or ends early, by up to 6 % of it.</summary>
    private List<(double X, double Y)> Trimmed(List<(double X, double Y)> curve, DigitStyle style)
    {
        if (style.Strokes.Count > 1 || curve.Count <= Pieces) return curve;
        var cut = random.Next(1 + (int)(0.06 * curve.Count * liveliness));
        return random.Next(2) == 0 ? curve.GetRange(cut, curve.Count - cut) : curve.GetRange(0, curve.Count - cut);
    }

    private static List<IReadOnlyList<StrokePoint>> ToPad(List<List<(double X, double Y)>> strokes)
    {
        var points = strokes.SelectMany(stroke => stroke).ToList();
        var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
        var (top, bottom) = (points.Min(point => point.Y), points.Max(point => point.Y));
        var scale = Filled / Math.Max(right - left, bottom - top);
        return strokes.ConvertAll(stroke => (IReadOnlyList<StrokePoint>)stroke.ConvertAll(point => new StrokePoint(
            (float)(0.5 + (point.X - (left + right) / 2) * scale), (float)(0.5 + (point.Y - (top + bottom) / 2) * scale))));
    }

    /// <summary>Normally distributed around 0, by Box and Muller.</summary>
    private double Normal(double deviation) =>
        liveliness * deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>What is done to all points of a digit.</summary>
    /// <param name="Slant">How far the top leans to the right, by its height.</param>
    /// <param name="Turn">Radians.</param>
    private sealed record Form(double Aspect, double Slant, double Turn, IReadOnlyList<Wave> Waves)
    {
        public (double X, double Y) Place((double X, double Y) point)
        {
            var (x, y) = (point.X - 0.5, point.Y - 0.5);
            var bentX = (x + Waves.Where(wave => wave.MovesX).Sum(wave => wave.At(x, y))) * Aspect;
            var bentY = y + Waves.Where(wave => !wave.MovesX).Sum(wave => wave.At(x, y));
            bentX -= Slant * bentY;
            return (bentX * Math.Cos(Turn) - bentY * Math.Sin(Turn), bentX * Math.Sin(Turn) + bentY * Math.Cos(Turn));
        }
    }

    /// <summary>A smooth bend of the paper: four of eight move points sideways, four up and down, along x or y, long or short.</summary>
    private sealed record Wave(double Height, double Phase, int Index)
    {
        public bool MovesX => Index < 4;

        public double At(double x, double y) =>
            Height * Math.Sin(2 * Math.PI * (Index % 4 < 2 ? 0.6 : 1.1) * (Index % 2 == 0 ? x : y) + Phase);
    }
}
