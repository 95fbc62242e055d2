using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Training;

/// <summary>The numbers of one step add up: each is checked by the formula that a learner would use, not by Torch again.</summary>
public class WeightStepTests
{
    private const int Label = 3, Pixel = 14 * 28 + 14;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task The_gradient_is_the_mean_of_what_the_images_add_and_what_a_small_change_of_the_weight_shows(int step)
    {
        var seen = await StepAsync(new(OptimizerKind.SGD, 0.1), step);

        Assert.Equal(1000, seen.Parts.Count);
        Assert.Equal(seen.Parts.Average(part => part.Contribution), seen.Gradient, 1e-12);
        Assert.Equal(seen.Gradient, seen.FiniteDifference, 1e-8);
        Assert.Equal(seen.Weight - 0.1 * seen.Gradient, seen.NewWeight, 1e-12);
        Assert.True(seen.NewLoss < seen.Loss);
        Assert.Empty(seen.Memories);
    }

    [Fact]
    public async Task An_images_probability_follows_from_its_scores_and_its_label_is_the_data_sets()
    {
        var seen = await StepAsync(new(OptimizerKind.SGD, 0.1), step: 1);
        var dataset = await Mnist.LoadAsync();

        Assert.All(seen.Parts, part => Assert.Equal(dataset.Train.Label(part.Index) == Label, part.IsClass));
        Assert.All(seen.Parts, part => Assert.Equal(dataset.Train.Pixels(part.Index)[Pixel] / 255.0, part.Pixel, 1e-6));
        Assert.All(seen.Parts, part => Assert.InRange(part.Probability, 0, 1));
    }

    [Fact]
    public async Task Momentum_is_nine_tenths_of_what_it_was_and_the_gradient()
    {
        var seen = await StepAsync(new(OptimizerKind.SGD, 0.1, Momentum: 0.9), step: 20);

        var momentum = Assert.Single(seen.Memories);
        Assert.Equal("momentum_buffer", momentum.Name);
        Assert.Equal(0.9 * momentum.Before + seen.Gradient, momentum.After, 1e-12);
        Assert.Equal(seen.Weight - 0.1 * momentum.After, seen.NewWeight, 1e-12);
    }

    [Fact]
    public async Task Adam_divides_the_mean_by_the_root_of_the_mean_square()
    {
        var seen = await StepAsync(new(OptimizerKind.Adam, 0.001), step: 20);

        var mean = seen.Memories.Single(memory => memory.Name == "exp_avg");
        var square = seen.Memories.Single(memory => memory.Name == "exp_avg_sq");
        Assert.Equal(0.9 * mean.Before + 0.1 * seen.Gradient, mean.After, 1e-12);
        Assert.Equal(0.999 * square.Before + 0.001 * seen.Gradient * seen.Gradient, square.After, 1e-15);
        var step = mean.After / (1 - Math.Pow(0.9, 20)) / (Math.Sqrt(square.After / (1 - Math.Pow(0.999, 20))) + 1e-8);
        Assert.Equal(seen.Weight - 0.001 * step, seen.NewWeight, 1e-12);
    }

    [Fact]
    public async Task What_is_not_there_to_be_clicked_is_refused()
    {
        var dataset = await Mnist.LoadAsync();

        Assert.Throws<ArgumentException>(() => WeightStep.Of(Recipes.Softmax, dataset, label: 10, Pixel, step: 1));
        Assert.Throws<ArgumentException>(() => WeightStep.Of(Recipes.Softmax, dataset, Label, pixel: 784, step: 1));
        Assert.Throws<ArgumentException>(() => WeightStep.Of(Recipes.Softmax, dataset, Label, Pixel, step: 61));
        Assert.Throws<ArgumentException>(() => WeightStep.Of(Recipes.Perceptron, dataset, Label, Pixel, step: 1));
    }

    private static async Task<WeightStep> StepAsync(OptimizerSpec optimizer, int step) =>
        WeightStep.Of(Recipes.Softmax with { Optimizer = optimizer }, await Mnist.LoadAsync(), Label, Pixel, step);
}
