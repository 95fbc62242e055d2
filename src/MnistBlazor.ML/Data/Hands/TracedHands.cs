using System.Runtime.CompilerServices;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Data.Hands;

/// <summary>
/// Digits of a data set as if their writers had drawn them on the pad: traced back to strokes, drawn with the pad's pen and prepared as the
/// pad prepares them. What a network loses on them it loses by the pad, for the hands are the same.
/// </summary>
public static class TracedHands
{
    /// <summary>How many a network is tested on.</summary>
    public const int TestCount = 500;

    private static readonly ConditionalWeakTable<ImageSplit, ImageSplit> Redrawn = [];

    /// <summary>The first of a data set's test digits, with their labels; the same object again for the same images.</summary>
    public static ImageSplit Of(ImageSplit test) =>
        Redrawn.GetValue(test, images => Redraw(images.Take(Math.Min(TestCount, images.Count))));

    private static ImageSplit Redraw(ImageSplit digits)
    {
        var pixels = new byte[digits.AllPixels.Length];
        Parallel.For(0, digits.Count, index =>
            DigitImage.FromStrokes(StrokeTracer.Trace(digits.Pixels(index)))?.CopyTo(pixels, index * ImageSplit.PixelsPerImage));
        return new(pixels, digits.AllLabels.ToArray(), digits.CountPerClass().Length);
    }
}
