using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;

namespace MnistBlazor.ML.Training;

/// <summary>Everything that decides a run: on a CPU, the same options and the same data give the same curve, bit for bit.</summary>
public sealed record TrainingOptions
{
    public required ModelSpec Model { get; init; }

    public required OptimizerSpec Optimizer { get; init; }

    public string Dataset { get; init; } = "mnist";

    public string Device { get; init; } = "cpu";

    public int BatchSize { get; init; } = 1000;

    public int Epochs { get; init; } = 15;

    public int Seed { get; init; }

    /// <exception cref="ArgumentException">A value is out of its bounds; the message says which, and what is allowed.</exception>
    internal void Check(ImageDataset dataset)
    {
        if (BatchSize < 1 || BatchSize > dataset.Train.Count)
            throw new ArgumentException($"The batch size is 1 to {dataset.Train.Count}, the number of training images, not {BatchSize}.");
        if (Epochs < 1) throw new ArgumentException($"There is at least 1 epoch, not {Epochs}.");
        if (Seed < 0) throw new ArgumentException($"The seed is not negative, as {Seed} is.");
        ModelBounds.Check(Model);
        Optimizer.Check();
    }
}
