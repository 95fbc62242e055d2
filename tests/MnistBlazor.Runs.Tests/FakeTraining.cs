using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Runs.Tests;

/// <summary>
/// Training without tensors, for what surrounds training: the loss of a step follows from all the steps before and from the
/// seed, so a run that loses or repeats a step has another curve. A test can act before any batch: wait, throw, give commands.
/// </summary>
internal sealed class FakeTraining
{
    public const int StepsPerEpoch = 10;

    public static readonly ImageDataset Dataset = new(
        "mnist", "folder", ["0", "1"],
        new ImageSplit(new byte[100 * 784], new byte[100], 2),
        new ImageSplit(new byte[784], new byte[1], 2));

    /// <summary>Called on the worker's thread before a batch: the run's options and the step to be.</summary>
    public Action<TrainingOptions, int> BeforeBatch { get; set; } = (_, _) => { };

    /// <summary>The loss that a step reports in place of the computed one.</summary>
    public Func<TrainingOptions, int, double?> Loss { get; set; } = (_, _) => null;

    public Func<string, Task<ImageDataset>> LoadDataset { get; set; } = _ => Task.FromResult(Dataset);

    /// <summary>Seeds of the runs in the order of their batches.</summary>
    public ConcurrentQueue<int> Batches { get; } = new();

    public int TrainersAlive;

    public TrainingBackend Backend => new(() => ["cpu"], () => "none", _ => { }, (_, id) => LoadDataset(id), Create,
        checkpoint => new TrainedModel(new SoftmaxRegressionSpec(), checkpoint));

    public static TrainingOptions Options(int seed = 1, int epochs = 3) => new()
    {
        Model = new SoftmaxRegressionSpec(), Optimizer = new OptimizerSpec(OptimizerKind.SGD, 0.1),
        BatchSize = 10, Epochs = epochs, Seed = seed,
    };

    /// <summary>The step that a fake network's weights are of.</summary>
    public static int StepOf(TrainedModel model) =>
        int.Parse(Encoding.ASCII.GetString(model.Weights).Split(' ')[0], CultureInfo.InvariantCulture);

    private Trainer Create(TrainingOptions options, ImageDataset dataset, byte[]? checkpoint) => new(this, options, checkpoint);

    private sealed class Trainer : IRunTrainer
    {
        private readonly FakeTraining _training;
        private readonly TrainingOptions _options;
        private double _state, _loss, _sum;

        public Trainer(FakeTraining training, TrainingOptions options, byte[]? checkpoint)
        {
            (_training, _options, _state) = (training, options, options.Seed);
            if (checkpoint is not null)
            {
                var parts = Encoding.ASCII.GetString(checkpoint).Split(' ');
                if (parts.Length != 3) throw new FormatException("no checkpoint");
                Step = int.Parse(parts[0], CultureInfo.InvariantCulture);
                _state = double.Parse(parts[1], CultureInfo.InvariantCulture);
                _sum = double.Parse(parts[2], CultureInfo.InvariantCulture);
            }
            Interlocked.Increment(ref training.TrainersAlive);
        }

        public int Step { get; private set; }
        public int Epoch => (Step + StepsPerEpoch - 1) / StepsPerEpoch;
        int IRunTrainer.StepsPerEpoch => StepsPerEpoch;
        public bool Finished => Step >= StepsPerEpoch * _options.Epochs;
        public bool EpochJustEnded => Step % StepsPerEpoch == 0;

        public void TrainBatch()
        {
            if (Step % StepsPerEpoch == 0) _sum = 0;
            _training.BeforeBatch(_options, Step + 1);
            _training.Batches.Enqueue(_options.Seed);
            Step++;
            _state = (_state * 1103515245 + 12345) % 2147483648;
            _loss = _state / 2147483648;
            _sum += _loss;
        }

        public double ReadLoss() => _training.Loss(_options, Step) ?? _loss;
        public double ReadEpochLoss() => _sum / (Step - ((Epoch - 1) * StepsPerEpoch));
        public ValidationResult? Validate() => _options.ValidationCount == 0 ? null : new ValidationResult(_loss, 1 - _loss);
        public byte[] Save() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Step} {_state:R} {_sum:R}"));
        public TrainedModel Snapshot() => new(_options.Model, Save());
        public void Dispose() => Interlocked.Decrement(ref _training.TrainersAlive);
    }
}
