using MnistBlazor.ML.Inference;

namespace MnistBlazor.Web.Models.Drawing;

/// <summary>Checks what a browser says was drawn. The bounds are a little above those that the pad keeps to by itself.</summary>
public static class Strokes
{
    public const int MaxStrokes = 120, MaxPoints = 2000;

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

    private static IReadOnlyList<StrokePoint> ToPoints(float[] stroke) =>
        [.. Enumerable.Range(0, stroke.Length / 2).Select(i => new StrokePoint(stroke[2 * i], stroke[(2 * i) + 1]))];
}
