using MnistBlazor.ML.Models;

namespace MnistBlazor.ML.Training;

/// <summary>Everything that decides a run: the same options and the same data give the same curve.</summary>
public sealed record TrainingOptions
{
    public required ModelSpec Model { get; init; }

    public required OptimizerSpec Optimizer { get; init; }

    public string Dataset { get; init; } = "mnist";

    public string Device { get; init; } = "cpu";

    public int BatchSize { get; init; } = 1000;

    public int Epochs { get; init; } = 15;

    public int Seed { get; init; }
}
