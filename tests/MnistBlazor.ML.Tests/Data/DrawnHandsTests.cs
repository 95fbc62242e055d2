using System.Collections.Concurrent;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Hands;
using MnistBlazor.ML.Inspection;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Data;

public sealed class DrawnHandsTests
{
    [Fact]
    public void Every_style_is_drawn_once_and_no_two_look_the_same()
    {
        var styles = DrawnHands.Styles;

        Assert.Equal(DigitStyle.All.Count, styles.Count);
        Assert.All(styles.CountPerClass(), count => Assert.InRange(count, 4, 20));
        Assert.Equal(styles.Count, Enumerable.Range(0, styles.Count)
            .Select(index => Convert.ToHexString(styles.Pixels(index))).Distinct().Count());
    }

    [Fact]
    public void The_test_has_sixty_of_each_digit_with_as_much_ink_as_digits_of_MNIST()
    {
        var test = DrawnHands.Test;

        Assert.All(test.CountPerClass(), count => Assert.Equal(DrawnHands.TestCount / 10, count));
        // MNIST's mean is 0.1307 of full ink; people's pens on the pad leave 0.115.
        Assert.InRange(test.AllPixels.ToArray().Average(pixel => pixel) / 255, 0.09, 0.14);
    }

    [Fact]
    public void A_hand_draws_the_same_again_from_the_same_seed_and_something_else_from_another()
    {
        Assert.Equal(Drawn(seed: 7), Drawn(seed: 7));
        Assert.NotEqual(Drawn(seed: 7), Drawn(seed: 8));

        static string Drawn(int seed)
        {
            var hand = new Hand(new Random(seed), liveliness: 1);
            return string.Join(' ', Enumerable.Range(0, 10).SelectMany(digit => hand.Write(digit)).SelectMany(stroke => stroke));
        }
    }

    [Fact]
    public void A_drawing_lies_in_the_middle_of_the_pad()
    {
        var hand = new Hand(new Random(3), liveliness: 1);
        for (var digit = 0; digit < 10; digit++)
        {
            var points = hand.Write(digit).SelectMany(stroke => stroke).ToList();
            Assert.All(points, point => Assert.True(point is { X: >= 0.149f and <= 0.851f, Y: >= 0.149f and <= 0.851f }));
            Assert.Equal(1, points.Min(point => point.Y) + points.Max(point => point.Y), 0.01);
        }
    }

    [Fact]
    public void What_is_held_out_of_the_training_images_stays_MNISTs()
    {
        var mnist = new ImageDataset("mnist", "folder", [.. "0123456789".Select(digit => $"{digit}")],
            new(Enumerable.Repeat((byte)9, 2 * ImageSplit.PixelsPerImage).ToArray(), new byte[] { 5, 6 }, 10),
            new(new byte[ImageSplit.PixelsPerImage], new byte[] { 4 }, 10));
        var told = new ConcurrentBag<LoadProgress>();

        var both = DrawnHands.AddTo(
            mnist, DatasetStore.MnistAndHands, new SynchronousProgress(told.Add), TestContext.Current.CancellationToken, count: 200);

        Assert.Equal(200 + 2, both.Train.Count);
        Assert.Equal([5, 6], [both.Train.Label(both.Train.Count - 2), both.Train.Label(both.Train.Count - 1)]);
        Assert.Equal(mnist.Train.AllPixels, both.Train.AllPixels[^(2 * ImageSplit.PixelsPerImage)..]);
        Assert.Same(mnist.Test, both.Test);
        Assert.Contains(told, progress => progress is { Stage: "drawing", Bytes: 200, TotalBytes: 200 });
    }
    [Fact]
    public async Task Who_has_learned_from_drawn_hands_reads_other_drawings_better_and_MNIST_as_well()
    {
        var mnist = (await Mnist.LoadAsync()).Take(6000, 2000);
        var both = DrawnHands.AddTo(
            mnist, DatasetStore.MnistAndHands, new SynchronousProgress(_ => { }), TestContext.Current.CancellationToken, count: 4000);

        var (without, with) = (Reads(mnist), Reads(both));

        Assert.True(with.Hands > without.Hands + 0.05, $"{without.Hands} of drawings without, {with.Hands} with them.");
        Assert.True(with.Mnist > without.Mnist - 0.02, $"{without.Mnist} of MNIST without, {with.Mnist} with drawings.");

        static (double Hands, double Mnist) Reads(ImageDataset dataset)
        {
            using var trainer = new Trainer(Recipes.Perceptron with { ValidationCount = 0, BatchSize = 100, Epochs = 3 }, dataset);
            while (!trainer.Finished) trainer.TrainBatch();
            using var inspector = new Inspector(trainer.Snapshot());
            return (Share(DrawnHands.Test), Share(dataset.Test));

            double Share(ImageSplit split) =>
                inspector.Answers(split).Where((answer, index) => answer == split.Label(index)).Count() / (double)split.Count;
        }
    }
}
