using MnistBlazor.ML.Inference;

namespace MnistBlazor.Web.Models.Drawing;

/// <summary>Checks what a browser says was drawn. The bounds are a little above those that the pad keeps to by itself.</summary>
public static class Strokes
{
    public const int MaxStrokes = 120, MaxPoints = 2000;

    // As shares of the pad: the parts of one digit lie nearer to each other, even those of a 4 left open.
    private const float GapBetweenDigits = 0.16f, DigitHeight = 0.25f;

    /// <param name="flat">A stroke each: x, y, x, y, …</param>
    /// <exception cref="ArgumentException">Too much, an odd count, or a coordinate that is not within 0..1.</exception>
    public static IReadOnlyList<IReadOnlyList<StrokePoint>> Parse(float[]?[]? flat)
    {
        if (flat is null || flat.Length > MaxStrokes)
            throw new ArgumentException($"A drawing has at most {MaxStrokes} strokes.", nameof(flat));
        var points = 0L;
        foreach (var stroke in flat)
        {
            if (stroke is null || stroke.Length == 0 || stroke.Length % 2 != 0)
                throw new ArgumentException("A stroke is a list of points, two numbers each.", nameof(flat));
            if ((points += stroke.Length / 2) > MaxPoints)
                throw new ArgumentException($"A drawing has at most {MaxPoints} points.", nameof(flat));
            if (!stroke.All(value => value is >= 0 and <= 1)) throw new ArgumentException("Coordinates lie within 0..1.", nameof(flat));
        }
        return [.. flat.Select(stroke => ToPoints(stroke!))];
    }

    /// <summary>
    /// Whether two groups of strokes stand clearly beside each other, both of a digit's height: the network would see them as one.
    /// </summary>
    public static bool LookLikeSeveralDigits(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes)
    {
        var groups = new List<(float Right, float Top, float Bottom)>();
        foreach (var stroke in strokes.OrderBy(stroke => stroke.Min(point => point.X)))
        {
            var (left, right) = (stroke.Min(point => point.X), stroke.Max(point => point.X));
            var (top, bottom) = (stroke.Min(point => point.Y), stroke.Max(point => point.Y));
            if (groups.Count > 0 && left - groups[^1].Right < GapBetweenDigits)
                groups[^1] = (Math.Max(right, groups[^1].Right), Math.Min(top, groups[^1].Top), Math.Max(bottom, groups[^1].Bottom));
            else groups.Add((right, top, bottom));
        }
        return groups.Count(group => group.Bottom - group.Top >= DigitHeight) > 1;
    }

    private static IReadOnlyList<StrokePoint> ToPoints(float[] stroke) =>
        [.. Enumerable.Range(0, stroke.Length / 2).Select(i => new StrokePoint(stroke[2 * i], stroke[(2 * i) + 1]))];
}
