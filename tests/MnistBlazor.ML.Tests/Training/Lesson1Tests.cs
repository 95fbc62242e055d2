using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Tests.Inference;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Training;

/// <summary>The whole of lesson 1, trained once for all of these tests: 15 epochs over all of MNIST.</summary>
public sealed class Lesson1Run : IAsyncLifetime
{
    public List<double> EpochLosses { get; } = [];

    public TrainedModel Model { get; private set; } = null!;

    public EvaluationResult Result { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var mnist = await Mnist.LoadAsync();
        using var trainer = new Trainer(Recipes.Softmax with { Seed = 1 }, mnist);
        while (!trainer.Finished)
        {
            trainer.TrainBatch();
            if (trainer.EpochJustEnded) EpochLosses.Add(trainer.ReadEpochLoss());
        }
        Model = trainer.Snapshot();
        Result = Evaluator.Evaluate(Model, mnist, "cpu");
    }

    public ValueTask DisposeAsync() => default;
}

/// <summary>The article's figures hold. The ranges are what PyTorch gets over several seeds, with a little room.</summary>
public class Lesson1Tests(Lesson1Run run) : IClassFixture<Lesson1Run>
{
    [Fact]
    public void The_loss_falls_as_in_the_article()
    {
        Assert.Equal(15, run.EpochLosses.Count);
        Assert.InRange(run.EpochLosses[0], 1.13, 1.18);
        Assert.InRange(run.EpochLosses[1], 0.63, 0.65);
        Assert.InRange(run.EpochLosses[4], 0.448, 0.458);
        Assert.InRange(run.EpochLosses[9], 0.380, 0.388);
        Assert.InRange(run.EpochLosses[14], 0.351, 0.359);
    }

    [Fact]
    public void Nine_of_ten_digits_are_read_with_pixels_as_trained_and_as_the_article_tests()
    {
        Assert.InRange(run.Result.Accuracy, 0.907, 0.910);
        Assert.InRange(run.Result.AccuracyRawPixels, 0.9015, 0.9055);
        Assert.Equal(10_000, run.Result.Confusion.Sum(row => row.Sum()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.9)]
    [InlineData(0.75)]
    public async Task Test_digits_moved_and_shrunk_lose_less_than_half_a_point_once_scaled_and_centred(double shrunkTo)
    {
        var test = (await Mnist.LoadAsync()).Test;
        using var predictor = new Predictor(run.Model);
        var random = new Random(1);
        var right = 0;
        for (var i = 0; i < test.Count; i++)
        {
            var drawn = Inference.Digits.Moved(Inference.Digits.Rescaled(test.Pixels(i), shrunkTo), random);
            var probabilities = predictor.Predict(DigitImage.Normalize(drawn));
            if (probabilities.IndexOf(probabilities.Max()) == test.Label(i)) right++;
        }

        Assert.InRange(right / 10_000.0, run.Result.Accuracy - 0.005, 1);
    }
}
