using System.Text.Json;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Training;

/// <summary>The same options give the same losses as PyTorch: same initial weights, same order of images, same optimizer steps.</summary>
public class TrainerOracleTests
{
    private static readonly Oracle Curves =
        JsonSerializer.Deserialize<Oracle>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Training", "training-oracle.json")))!;

    public static TheoryData<string> RunNames => [.. Curves.Runs.Select(run => run.Name)];

    [Theory]
    [MemberData(nameof(RunNames))]
    public async Task Losses_are_those_of_PyTorch(string name)
    {
        var run = Curves.Runs.Single(run => run.Name == name);
        var dataset = (await Mnist.LoadAsync()).Take(Curves.Images, 10);
        using var trainer = new Trainer(
            new()
            {
                Model = ModelOf(run),
                Augmentation = run.BatchShift > 0 ? new() { BatchShift = run.BatchShift } : null,
                Optimizer = run.Optimizer,
                BatchSize = Curves.BatchSize,
                Epochs = Curves.Epochs,
                Seed = Curves.Seed,
            },
            dataset);

        var losses = new List<double>();
        while (!trainer.Finished)
        {
            trainer.TrainBatch();
            losses.Add(trainer.ReadLoss());
        }

        Assert.Equal(run.Losses.Length, losses.Count);
        Assert.All(run.Losses.Zip(losses), step => Assert.Equal(step.First, step.Second, tolerance: 1e-4));
    }

    private static ModelSpec ModelOf(OracleRun run) => run switch
    {
        { Channels: { } channels } => new ConvolutionalNetworkSpec(channels, HiddenUnits: 0) { KernelSize = 5, Strided = true },
        { HiddenUnits: [] } => new SoftmaxRegressionSpec(),
        _ => new MultilayerPerceptronSpec([.. run.HiddenUnits.Select(units => new HiddenLayer(units))]),
    };

    /// <summary>What tests/oracle/mnist_training.py wrote.</summary>
    private sealed record Oracle(string Torch, int Images, int BatchSize, int Epochs, int Seed, OracleRun[] Runs);

    private sealed record OracleRun(
        string Name, int[] HiddenUnits, OptimizerSpec Optimizer, double[] Losses, int[]? Channels = null, int BatchShift = 0);
}
