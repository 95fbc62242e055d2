using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Training;

public class Lesson2Tests
{
    /// <summary>The first two of the article's 15 epochs; `eng/bench.sh accuracy mlp` runs all of them.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Two_hidden_layers_and_Adam_learn_as_fast_as_in_the_article()
    {
        var mnist = await Mnist.LoadAsync();
        using var trainer = new Trainer(Recipes.Perceptron with { Epochs = 2, Seed = 1, ValidationCount = 0 }, mnist);

        var losses = new List<double>();
        while (!trainer.Finished)
        {
            trainer.TrainBatch();
            if (trainer.EpochJustEnded) losses.Add(trainer.ReadEpochLoss());
        }

        Assert.InRange(losses[0], 0.74, 0.81);
        Assert.InRange(losses[1], 0.25, 0.28);
        Assert.InRange(Evaluator.Evaluate(trainer.Snapshot(), mnist, "cpu").Accuracy, 0.93, 0.95);
    }
}
