using MnistBlazor.Lessons.Optimizers;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Optimizers;

/// <summary>The arithmetic that is shown leads to the weight that Torch has come to.</summary>
public class UpdateArithmeticTests
{
    public static TheoryData<string> Optimizers => [.. OptimizerKnown.All.Select(known => known.Id)];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void The_last_line_is_the_weight_that_the_optimizer_has_come_to(string id)
    {
        var optimizer = OptimizerChoice.Of(OptimizerKnown.Find(id)!).Spec(0.05);

        foreach (var number in new[] { 1, 4 })
        {
            var step = Step(optimizer, number);
            var lines = UpdateArithmetic.Of(optimizer, step);

            Assert.NotEqual(step.Weight, step.NewWeight);
            Assert.Equal("w′", lines[^1].Name);
            Assert.Equal(step.NewWeight, lines[^1].Value, 1e-12);
        }
    }

    [Fact]
    public void What_the_optimizer_remembers_of_the_weight_is_the_line_of_that_name()
    {
        var optimizer = new OptimizerSpec(OptimizerKind.Adam, 0.01);
        var step = Step(optimizer, 4);

        var lines = UpdateArithmetic.Of(optimizer, step);

        Assert.Equal(["m", "v", "m̂", "v̂", "w′"], lines.Select(line => line.Name));
        Assert.Equal(step.Memories.Single(memory => memory.Name == "exp_avg").After, lines[0].Value, 1e-12);
        Assert.Equal(step.Memories.Single(memory => memory.Name == "exp_avg_sq").After, lines[1].Value, 1e-12);
    }

    [Fact]
    public void A_negative_number_stands_in_parentheses_with_a_real_minus()
    {
        var step = new WeightStep(1, -0.5, 2, [], 0.25, 0.25, 1e-4, [], -0.525, 1.9, []);

        Assert.Equal("(−0.5) − 0.1 · 0.25", Assert.Single(UpdateArithmetic.Of(new(OptimizerKind.SGD, 0.1), step)).Numbers);
    }

    private static WeightStep Step(OptimizerSpec optimizer, int number)
    {
        var dataset = TorchTraining.Dataset;
        // A pixel that the images have ink at.
        var pixel = Enumerable.Range(0, 784).MaxBy(pixel => Enumerable.Range(0, 50).Sum(image => dataset.Train.Pixels(image)[pixel]));
        var options = new TrainingOptions
        {
            Model = new SoftmaxRegressionSpec(), Optimizer = optimizer, Dataset = dataset.Id, BatchSize = 50, Epochs = 1, Seed = 1,
        };
        return WeightStep.Of(options, dataset, 3, pixel, number);
    }
}
