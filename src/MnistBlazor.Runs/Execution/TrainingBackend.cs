using MnistBlazor.ML;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Execution;

/// <summary>What a worker needs of <see cref="Trainer"/>. Tests put trainers in its place that fail at a chosen batch.</summary>
public interface IRunTrainer : IDisposable
{
    int Step { get; }
    int Epoch { get; }
    int StepsPerEpoch { get; }
    bool Finished { get; }
    bool EpochJustEnded { get; }
    void TrainBatch();
    double ReadLoss();
    double ReadEpochLoss();

    /// <summary>How well the network does on the images held out; null when there are none.</summary>
    ValidationResult? Validate();

    /// <summary>The whole state at this step, as a file.</summary>
    byte[] Save();
    TrainedModel Snapshot();
}

/// <param name="checkpoint">A file that <see cref="IRunTrainer.Save"/> gave; null: from the start.</param>
/// <exception cref="FormatException">The checkpoint is damaged.</exception>
public delegate IRunTrainer TrainerFactory(TrainingOptions options, ImageDataset dataset, byte[]? checkpoint);

/// <summary>All that runs need of Torch and of the data sets, in one place.</summary>
/// <param name="LoadDataset">By whose run it is and the data set's id; the default learner has the shared ones only.</param>
/// <param name="ReadModel">The network in a checkpoint's file.</param>
public sealed record TrainingBackend(
    Func<IReadOnlyList<string>> Devices,
    Func<string> TorchVersion,
    Action<int> UseThreads,
    Func<LearnerId, string, Task<ImageDataset>> LoadDataset,
    TrainerFactory CreateTrainer,
    Func<byte[], TrainedModel> ReadModel)
{
    public static TrainingBackend Torch(Func<LearnerId, string, Task<ImageDataset>> loadDataset) => new(
        () => [.. TorchRuntime.Devices.Select(device => device.Id)],
        () => TorchRuntime.Info.Version,
        TorchRuntime.UseThreads,
        loadDataset,
        (options, dataset, checkpoint) => new TorchTrainer(options, dataset, checkpoint),
        checkpoint => Checkpoint.Parse(checkpoint).ToModel());

    private sealed class TorchTrainer(TrainingOptions options, ImageDataset dataset, byte[]? checkpoint) : IRunTrainer
    {
        private readonly Trainer _trainer = new(options, dataset, checkpoint is null ? null : Checkpoint.Parse(checkpoint));

        public int Step => _trainer.Step;
        public int Epoch => _trainer.Epoch;
        public int StepsPerEpoch => _trainer.StepsPerEpoch;
        public bool Finished => _trainer.Finished;
        public bool EpochJustEnded => _trainer.EpochJustEnded;
        public void TrainBatch() => _trainer.TrainBatch();
        public double ReadLoss() => _trainer.ReadLoss();
        public double ReadEpochLoss() => _trainer.ReadEpochLoss();
        public ValidationResult? Validate() => _trainer.Validate();
        public byte[] Save() => _trainer.Save().Bytes;
        public TrainedModel Snapshot() => _trainer.Snapshot();
        public void Dispose() => _trainer.Dispose();
    }
}
