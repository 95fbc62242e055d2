using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Training;

public class Lesson3Tests
{
    /// <summary>Two epochs over a quarter of MNIST; `eng/bench.sh accuracy cnn` runs the whole recipe.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Kernels_read_more_from_a_quarter_of_the_images_than_lesson_1_from_all()
    {
        var mnist = (await Mnist.LoadAsync()).Take(15_000, 2000);
        using var trainer = new Trainer(Recipes.Convolutional with { ValidationCount = 2000, Epochs = 2, Seed = 1 }, mnist);

        while (!trainer.Finished) trainer.TrainBatch();

        var accuracy = Evaluator.Evaluate(trainer.Snapshot(), mnist, "cpu").Accuracy;
        Assert.InRange(accuracy, 0.96, 0.99);
        Assert.Equal(accuracy, trainer.Validate()!.Accuracy, tolerance: 0.02); // the hold-out judges as the test set does
    }
}
