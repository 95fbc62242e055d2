using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Hands;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Inspection;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Data;

public sealed class TracedHandsTests
{
    [Fact]
    public void What_the_pad_drew_is_traced_back_to_the_strokes_that_it_was_drawn_with()
    {
        // A seven is one stroke with a corner, a four crosses itself, an equals sign has two parts.
        IReadOnlyList<IReadOnlyList<StrokePoint>>[] drawings =
        [
            [[new(0.25f, 0.2f), new(0.7f, 0.2f), new(0.45f, 0.8f)]],
            [[new(0.35f, 0.15f), new(0.25f, 0.55f), new(0.75f, 0.55f)], [new(0.6f, 0.3f), new(0.6f, 0.85f)]],
            [[new(0.2f, 0.4f), new(0.8f, 0.35f)], [new(0.2f, 0.7f), new(0.8f, 0.75f)]],
        ];
        foreach (var strokes in drawings)
        {
            var drawn = DigitImage.FromStrokes(strokes)!;
            var traced = StrokeTracer.Trace(drawn);
            var redrawn = DigitImage.FromStrokes(traced)!;

            Assert.Equal(strokes.Count, traced.Count);
            Assert.All(traced, stroke => Assert.InRange(stroke.Count, 2, 12));
            Assert.InRange(Likeness(drawn, redrawn), 0.85, 1);
        }
    }

    [Fact]
    public void A_ring_is_one_closed_stroke()
    {
        var ring = Enumerable.Range(0, 41).Select(i => 2 * Math.PI * i / 40)
            .Select(a => new StrokePoint((float)(0.5 + 0.2 * Math.Cos(a)), (float)(0.5 + 0.3 * Math.Sin(a)))).ToList();

        var stroke = Assert.Single(StrokeTracer.Trace(DigitImage.FromStrokes([ring])!));

        Assert.Equal(stroke[0], stroke[^1]);
        Assert.True(stroke.Count > 8);
    }

    [Fact]
    public void A_dot_is_a_dot_and_of_an_empty_image_there_is_no_stroke()
    {
        var dot = new byte[ImageSplit.PixelsPerImage];
        foreach (var at in new[] { 13 * 28 + 13, 13 * 28 + 14, 14 * 28 + 13, 14 * 28 + 14 }) dot[at] = 255;

        var point = Assert.Single(Assert.Single(StrokeTracer.Trace(dot)));
        Assert.InRange(point.X, 0.48f, 0.52f);
        Assert.InRange(point.Y, 0.48f, 0.52f);
        Assert.Empty(StrokeTracer.Trace(new byte[ImageSplit.PixelsPerImage]));
        Assert.Empty(StrokeTracer.Trace([.. Enumerable.Repeat((byte)40, ImageSplit.PixelsPerImage)]));
    }

    [Fact]
    public void Any_image_has_strokes_that_lie_on_the_pad()
    {
        var random = new Random(5);
        for (var i = 0; i < 30; i++)
        {
            var noise = new byte[ImageSplit.PixelsPerImage];
            random.NextBytes(noise);

            var strokes = StrokeTracer.Trace(noise);

            Assert.NotEmpty(strokes);
            Assert.All(strokes.SelectMany(stroke => stroke), point => Assert.True(point is { X: > 0 and < 1, Y: > 0 and < 1 }));
            Assert.NotNull(DigitImage.FromStrokes(strokes));
        }
    }

    [Fact]
    public async Task A_network_reads_traced_digits_as_it_reads_their_originals()
    {
        var mnist = (await Mnist.LoadAsync()).Take(6000, TracedHands.TestCount + 100);
        using var trainer = new Trainer(Recipes.Perceptron with { ValidationCount = 0, BatchSize = 100, Epochs = 3 }, mnist);
        while (!trainer.Finished) trainer.TrainBatch();
        using var inspector = new Inspector(trainer.Snapshot());

        var traced = TracedHands.Of(mnist.Test);
        var (before, after) = (inspector.Answers(mnist.Test.Take(TracedHands.TestCount)), inspector.Answers(traced));

        Assert.Same(traced, TracedHands.Of(mnist.Test));
        Assert.Equal(TracedHands.TestCount, traced.Count);
        Assert.Equal(mnist.Test.AllLabels[..TracedHands.TestCount], traced.AllLabels);
        var same = before.Zip(after).Count(pair => pair.First == pair.Second);
        Assert.True(same >= 435, $"{same} of {TracedHands.TestCount} are read the same."); // it was 456
    }

    /// <summary>
    /// The cosine of the angle between two images: 1 when they are the same. One may lie a pixel beside the other, for the ink's centre
    /// comes to a whole pixel.
    /// </summary>
    private static double Likeness(byte[] a, byte[] b)
    {
        int[] shifts = [0, -1, 1, -28, 28, -29, -27, 27, 29];
        return shifts.Max(shift => Enumerable.Range(29, ImageSplit.PixelsPerImage - 58).Sum(i => (double)a[i] * b[i + shift]))
            / Math.Sqrt(Square(a) * Square(b));

        static double Square(byte[] image) => image.Sum(value => (double)value * value);
    }
}
