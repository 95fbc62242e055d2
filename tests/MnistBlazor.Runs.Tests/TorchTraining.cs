using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Runs.Tests;

/// <summary>Real training on a small data set that is easily learnt: a digit is a bright row of pixels, in noise.</summary>
internal static class TorchTraining
{
    public static readonly ImageDataset Dataset = new(
        "mnist", "folder", [.. Enumerable.Range(0, 10).Select(digit => digit.ToString())], Images(600, seed: 1), Images(100, seed: 2));

    public static TrainingOptions Options(int epochs = 4) => new()
    {
        Model = new MultilayerPerceptronSpec([new HiddenLayer(32, Dropout: 0.2)]),
        Optimizer = new OptimizerSpec(OptimizerKind.Adam, 0.005),
        BatchSize = 50,
        Epochs = epochs,
        Seed = 7,
    };

    /// <summary>
    /// Torch, on the small data set; <paramref name="beforeBatch"/> is called on the worker's thread with the step to be, before it.
    /// </summary>
    public static TrainingBackend Backend(Action<int>? beforeBatch = null) => Backend((_, step) => beforeBatch?.Invoke(step));

    public static TrainingBackend Backend(Action<TrainingOptions, int> beforeBatch)
    {
        var torch = TrainingBackend.Torch((_, _) => Task.FromResult(Dataset));
        return torch with
        {
            CreateTrainer = (options, dataset, checkpoint) =>
                new Watched(torch.CreateTrainer(options, dataset, checkpoint), step => beforeBatch(options, step)),
        };
    }

    private static ImageSplit Images(int count, int seed)
    {
        var random = new Random(seed);
        var (pixels, labels) = (new byte[count * 784], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)random.Next(10);
            for (var p = 0; p < 784; p++) pixels[i * 784 + p] = (byte)(random.Next(60) + (p / 28 == 4 + 2 * labels[i] ? 180 : 0));
        }
        return new ImageSplit(pixels, labels, 10);
    }

    private sealed class Watched(IRunTrainer trainer, Action<int> beforeBatch) : IRunTrainer
    {
        public int Step => trainer.Step;
        public int Epoch => trainer.Epoch;
        public int StepsPerEpoch => trainer.StepsPerEpoch;
        public bool Finished => trainer.Finished;
        public bool EpochJustEnded => trainer.EpochJustEnded;
        public double ReadLoss() => trainer.ReadLoss();
        public double ReadEpochLoss() => trainer.ReadEpochLoss();
        public ValidationResult? Validate() => trainer.Validate();
        public byte[] Save() => trainer.Save();
        public ML.Inference.TrainedModel Snapshot() => trainer.Snapshot();
        public void Dispose() => trainer.Dispose();

        public void TrainBatch()
        {
            beforeBatch(trainer.Step + 1);
            trainer.TrainBatch();
        }
    }
}
