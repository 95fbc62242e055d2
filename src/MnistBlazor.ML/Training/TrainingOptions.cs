using System.Text.Json.Serialization;
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

    public LearningRateSchedule Schedule { get; init; }

    /// <summary>Null: training images are shown as they are.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>The last so many of the training images are held out: not trained with, but used to judge the run. 0: none.</summary>
    public int ValidationCount { get; init; }

    /// <summary>Drawings that it learns, from another run's weights on; null: it learns the data set from the start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FineTuning? FineTuning { get; init; }

    /// <summary>A mistake that the run makes on purpose; null, and not written, for any other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainingFault? Fault { get; init; }

    /// <summary>The fault is not to be told: see <see cref="AsShown"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FaultIsSecret { get; init; }

    [JsonIgnore]
    public bool ZeroesGradients => Fault != TrainingFault.NoZeroGrad;

    [JsonIgnore]
    public bool DropoutInTest => Fault == TrainingFault.DropoutInTest;

    /// <summary>With the learning rate that it is trained with.</summary>
    public TrainingOptions AsTrained() =>
        Fault == TrainingFault.LargeRate ? this with { Optimizer = Optimizer with { LearningRate = 100 * Optimizer.LearningRate } } : this;

    /// <summary>As people may see them: a secret fault is <see cref="TrainingFault.Hidden"/>.</summary>
    public TrainingOptions AsShown() => FaultIsSecret ? this with { Fault = TrainingFault.Hidden, FaultIsSecret = false } : this;

    /// <summary>Images that a run trains with.</summary>
    /// <param name="available">Training images of the data set.</param>
    public int TrainingCount(int available) => FineTuning?.ImagesPerEpoch ?? available - ValidationCount;

    internal int TrainingCount(ImageDataset dataset) => TrainingCount(dataset.Train.Count);

    /// <exception cref="ArgumentException">A value is out of its bounds; the message says which, and what is allowed.</exception>
    /// <exception cref="DatasetException">The data set has too few images for it.</exception>
    internal void Check(ImageDataset dataset)
    {
        if (ValidationCount < 0 || ValidationCount >= dataset.Train.Count)
            throw DatasetError.HeldOut(dataset.Id, dataset.Train.Count, ValidationCount);
        if (BatchSize < 1) throw new ArgumentException($"The batch size is at least 1, not {BatchSize}.");
        if (BatchSize > TrainingCount(dataset)) throw DatasetError.BatchSize(dataset.Id, TrainingCount(dataset), BatchSize);
        if (Epochs is < 1 or > 10_000) throw new ArgumentException($"There are 1 to 10000 epochs, not {Epochs}.");
        if (Seed < 0) throw new ArgumentException($"The seed is not negative, as {Seed} is.");
        if (Fault == TrainingFault.Hidden) throw new ArgumentException("Which fault it is has to be said.");
        ModelBounds.Check(Model);
        Optimizer.Check();
        Augmentation?.Check();
        FineTuning?.Check(this);
    }
}
