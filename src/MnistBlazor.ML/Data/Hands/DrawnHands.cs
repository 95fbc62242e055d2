using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Data.Hands;

/// <summary>
/// Digits drawn by <see cref="Hand"/> and prepared as the pad prepares them: ones with a flag and a foot, crossed zeros and sevens, open
/// fours, twos with a loop. MNIST knows few of them, so what learns from MNIST alone misreads them.
/// </summary>
public static class DrawnHands
{
    /// <summary>How many learn beside MNIST's 60,000.</summary>
    public const int TrainCount = 40_000;

    /// <summary>How many a network is tested on.</summary>
    public const int TestCount = 600;

    private const int Seed = 1, TestSeed = 2;

    private static readonly Lazy<ImageSplit> Tested = new(() => Draw(TestCount, TestSeed, null, default));
    private static readonly Lazy<ImageSplit> Neat = new(DrawStyles);

    /// <summary>
    /// To test with: the styles are those of the training images, but no drawing is. 60 of each digit, in the order 0, 1, ... 9, 0, ...
    /// </summary>
    public static ImageSplit Test => Tested.Value;

    /// <summary>Every style once, as neatly as it can be drawn; in the order of the digits.</summary>
    public static ImageSplit Styles => Neat.Value;

    /// <summary>MNIST with drawn digits more to learn from, and MNIST's own to test with.</summary>
    /// <param name="progress">How many are drawn.</param>
    internal static ImageDataset AddTo(
        ImageDataset mnist, string id, IProgress<LoadProgress> progress, CancellationToken cancellation, int count = TrainCount)
    {
        var drawn = Draw(count, Seed, progress, cancellation);

        // The drawn ones first: what is held out is the end of the training images, and that stays MNIST's.
        byte[] pixels = [.. drawn.AllPixels, .. mnist.Train.AllPixels];
        byte[] labels = [.. drawn.AllLabels, .. mnist.Train.AllLabels];
        return new(id, mnist.Source, mnist.ClassNames, new(pixels, labels, mnist.ClassNames.Count), mnist.Test);
    }

    private static ImageSplit Draw(int count, int seed, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        // One after the other, so that they are the same each time; what takes long comes side by side.
        var hand = new Hand(new Random(seed), liveliness: 1);
        var strokes = Enumerable.Range(0, count).Select(i => hand.Write(i % 10)).ToList();
        var pixels = new byte[count * ImageSplit.PixelsPerImage];
        var done = 0;
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            DigitImage.FromStrokes(strokes[i])!.CopyTo(pixels.AsSpan(i * ImageSplit.PixelsPerImage));
            var now = Interlocked.Increment(ref done);
            if (now % Math.Max(count / 100, 1) == 0) progress?.Report(new("drawing", null, now, count));
        });
        return new(pixels, Enumerable.Range(0, count).Select(i => (byte)(i % 10)).ToArray(), 10);
    }

    private static ImageSplit DrawStyles()
    {
        var hand = new Hand(new Random(Seed), liveliness: 0);
        return new(
            DigitStyle.All.SelectMany(style => DigitImage.FromStrokes(hand.Write(style))!).ToArray(),
            DigitStyle.All.Select(style => (byte)style.Digit).ToArray(), 10);
    }
}
