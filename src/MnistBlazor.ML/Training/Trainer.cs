using System.Text.Json;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace MnistBlazor.ML.Training;

/// <summary>
/// Trains one network, one mini-batch at a time. It knows neither screen nor store: its caller decides when the next batch is
/// trained, when figures are read and checkpoints saved, and so can pause, stop and resume after any batch.
/// Not thread-safe: one thread creates it, steps it and disposes it, since dispose scopes belong to a thread.
/// Training never waits for the device; reading a loss or saving does.
/// </summary>
public sealed class Trainer : IDisposable
{
    private const double LargestLoss = 1e6;

    private readonly TrainingOptions _options;
    private readonly DeviceSplit _data, _learnt;
    private readonly FineTuningImages? _drawings;
    private readonly string _classNames;
    private readonly MiniBatches _batches;
    private readonly Generator _noise;
    private readonly Module<Tensor, Tensor> _model;
    private readonly OptimizerHelper _optimizer;
    private readonly lr_scheduler.LRScheduler? _schedule;
    private readonly Tensor _lastLoss, _epochLossSum;
    private readonly IEnumerator<int> _course;
    private int _firstEpoch = 1, _firstBatch, _batchesOfEpoch;

    /// <param name="resumeFrom">
    /// Goes on from here instead of from the start. Its run may have had other options: another seed draws anew from here on, another
    /// kind of optimizer starts afresh; the model has to be the same, and within an epoch the number of batches too.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its bounds, or does not go with the checkpoint.</exception>
    /// <exception cref="FormatException">The checkpoint is damaged.</exception>
    public Trainer(TrainingOptions options, ImageDataset dataset, Checkpoint? resumeFrom = null)
    {
        options.Check(dataset);
        _options = options;
        var (train, test) = dataset.OnDevice(options.Device);
        _drawings = options.FineTuning is { } tuning ? FineTuningImages.Of(options, tuning, dataset, resumeFrom) : null;
        _data = _drawings?.Split ?? train;
        _classNames = JsonSerializer.Serialize(dataset.ClassNames);

        #region cell: setup
        var device = torch.device(options.Device);
        #endregion

        _noise = Seeds.Noise();
        _learnt = Faults.Learnt(options, _data);
        _batches = new(_learnt, options.TrainingCount(dataset), options, test);
        using (var weights = Seeds.Weights(options.Seed))
            _model = Network.Create(options.Model, dataset.ClassNames.Count, weights, _noise, device);
        _optimizer = Optimizers.Create(options.AsTrained().Optimizer, _model);
        _schedule = LearningRates.Create(options.AsTrained(), _optimizer, options.Epochs * StepsPerEpoch);
        _lastLoss = zeros(1, device: device).DetachFromDisposeScope();
        _epochLossSum = zeros(1, device: device).DetachFromDisposeScope();
        _course = Epochs();
        try
        {
            if (resumeFrom is not null) Resume(resumeFrom);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Batches trained so far.</summary>
    public int Step { get; private set; }

    /// <summary>The epoch of the batch just trained, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    public int StepsPerEpoch => _batches.Count;

    /// <summary>The batch just trained was the last of its epoch.</summary>
    public bool EpochJustEnded { get; private set; }

    public bool Finished => Epoch > _options.Epochs || Epoch == _options.Epochs && EpochJustEnded;

    /// <summary>Trains one mini-batch. Hands the work to the device; nothing waits for it.</summary>
    /// <exception cref="InvalidOperationException">The run is finished.</exception>
    public void TrainBatch()
    {
        using var scope = NewDisposeScope();
        if (!_course.MoveNext()) throw new InvalidOperationException($"All {_options.Epochs} epochs have been trained.");
        if (!Finished) _schedule?.step();
    }

    /// <summary>The learning rate that the next batch will be trained with.</summary>
    public double LearningRate => _optimizer.ParamGroups.First().LearningRate;

    /// <summary>Loss of the batch just trained; waits for the device. See <see cref="HasDiverged"/>.</summary>
    public double ReadLoss() => _lastLoss.item<float>();

    /// <summary>Mean loss of the batches of this epoch so far; after its last batch, of the epoch. Waits for the device.</summary>
    public double ReadEpochLoss() => _epochLossSum.item<float>() / Math.Max(1, _batchesOfEpoch);

    /// <summary>
    /// Whether a loss says that the run is lost: no number, or over a million. A network that guesses has a loss of 2.3; one whose
    /// weights have run away need not reach infinity, since ReLU and rounding can hold it at 1e30 for good.
    /// </summary>
    public static bool HasDiverged(double loss) => !(loss <= LargestLoss);

    /// <summary>Norm of the gradient of each layer's weights in the batch just trained, from the pixels on; waits for the device.</summary>
    public IReadOnlyList<(string Layer, double Norm)> ReadGradientNorms()
    {
        using var scope = NewDisposeScope();
        return [.. Layers.Where(layer => layer.Weights.grad is not null)
            .Select(layer => (layer.Name, (double)layer.Weights.grad!.norm().item<float>()))];
    }

    /// <summary>Each layer's weights, from the pixels on: the network's own, with their gradient in the batch just trained.</summary>
    internal IEnumerable<(string Name, Tensor Weights)> Layers => _model.named_parameters()
        .Where(parameter => parameter.name.EndsWith(".weight", StringComparison.Ordinal))
        .Select(parameter => (parameter.name[..^".weight".Length], (Tensor)parameter.parameter));

    /// <summary>All that the network has learned, biases too: its own.</summary>
    internal IEnumerable<Tensor> Parameters => _model.parameters();

    /// <summary>How well the network does now on the images held out; null when there are none. Waits for the device.</summary>
    public ValidationResult? Validate()
    {
        if (_options.ValidationCount == 0) return null;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Faults.Judge(_options, _model);
        var (images, labels) = _data.Last(_options.ValidationCount);
        var scores = cat([.. images.split(1000).Select(chunk => _model.forward(Faults.Pixels(_options, chunk)))], 0);
        _model.train();
        return new(functional.cross_entropy(scores, labels).item<float>(), scores.argmax(1).eq(labels).to(float32).mean().item<float>());
    }

    /// <summary>The network as it is now, for evaluation and prediction.</summary>
    public TrainedModel Snapshot() => TrainedModel.Of(_options.Model, NetworkWeights.Of(_model), _classNames, _options);

    /// <summary>Everything needed to go on from here.</summary>
    public Checkpoint Save()
    {
        var tensors = new Dictionary<string, TensorEntry>
        {
            [Checkpoint.LastLoss] = TensorEntries.Of(_lastLoss),
            [Checkpoint.EpochLossSum] = TensorEntries.Of(_epochLossSum),
        };
        foreach (var (name, entry) in NetworkWeights.Of(_model)) tensors.Add(Checkpoint.Model + name, entry);
        foreach (var (name, entry) in OptimizerStateDict.Of(_optimizer, _model)) tensors.Add(Checkpoint.Optimizer + name, entry);
        // Gradients are part of the state only where they are not forgotten.
        if (!_options.ZeroesGradients)
            foreach (var (name, parameter) in _model.named_parameters().Where(one => one.parameter.grad is not null))
                tensors.Add(Checkpoint.Gradient + name, TensorEntries.Of(parameter.grad!));
        foreach (var (name, entry) in _drawings?.Entries ?? new Dictionary<string, TensorEntry>()) tensors.Add(name, entry);
        return new(_options, new(Step, Epoch, _batchesOfEpoch, EpochJustEnded), tensors, _classNames);
    }

    public void Dispose()
    {
        _course.Dispose();
        _batches.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
        if (_learnt.Labels.Handle != _data.Labels.Handle) _learnt.Labels.Dispose();
        _drawings?.Dispose();
        _noise.Dispose();
        _lastLoss.Dispose();
        _epochLossSum.Dispose();
    }

    /// <summary>The whole training: it stops after each batch until the next one is asked for.</summary>
    private IEnumerator<int> Epochs()
    {
        // The learner reads names without underscores. This begins with the first batch, when it is known where to begin.
        var (options, batches, firstEpoch, firstBatch) = (_options, _batches, _firstEpoch, _firstBatch);

        #region cell: training-epochs
        for (var epoch = firstEpoch; epoch <= options.Epochs; epoch++)
        {
            // A new random order for each epoch.
            ShuffleFor(epoch);
            for (var batch = firstBatch; batch < batches.Count; batch++)
            {
                // Learn from the next mini-batch and note the loss for the chart.
                var (images, labels) = NextBatch(batch);
                var loss = TrainStep(images, labels);
                Record(loss);

                // Here you can stop, pause or watch.
                yield return batch;
            }
        }
        #endregion

        void ShuffleFor(int epoch)
        {
            if (epoch > firstEpoch) firstBatch = 0;
            Begin(epoch, firstBatch);
        }
    }

    private (Tensor Images, Tensor Labels) NextBatch(int batch)
    {
        Seeds.MoveTo(_noise, _options.Seed, Step);
        var (images, labels) = _batches.Take(batch);
        if (_options.Augmentation is not null) images = Augmentation.Apply(_options.Augmentation, images, _noise);
        return (Faults.Pixels(_options, images), labels);
    }

    private Tensor TrainStep(Tensor images, Tensor labels)
    {
        var (model, optimizer, options) = (_model, _optimizer, _options);

        #region cell: training-step
        // Forward: [options.BatchSize, 784] becomes [options.BatchSize, classes].
        var scores = model.forward(images);

        // How wrong that is, on average.
        var loss = functional.cross_entropy(scores, labels);

        if (options.ZeroesGradients)
        {
            // Forget the gradients of the batch before.
            optimizer.zero_grad();
        }

        // Backward: which way each weight changes the loss.
        loss.backward();

        // Move every weight a little, against its gradient.
        optimizer.step();
        #endregion

        return loss;
    }

    private void Begin(int epoch, int firstBatch)
    {
        _batches.Shuffle(epoch);
        _batchesOfEpoch = firstBatch;
        Epoch = epoch;
        if (firstBatch == 0) _epochLossSum.zero_();
        if (_options.FineTuning is { } tuning)
            FineTuningImages.TrainHeadOnly(_model, _options.Model, headOnly: epoch <= tuning.HeadEpochs);
    }

    private void Record(Tensor loss)
    {
        using var _ = no_grad();
        _lastLoss.copy_(loss);
        _epochLossSum.add_(loss);
        Step++;
        _batchesOfEpoch++;
        EpochJustEnded = _batchesOfEpoch == StepsPerEpoch;
    }

    private void Resume(Checkpoint checkpoint)
    {
        var (before, position) = (checkpoint.Options, checkpoint.Position);
        if (!before.Model.IsSameAs(_options.Model)) throw new ArgumentException("The checkpoint is one of another model.");
        var withinEpoch = position.Epoch > 0 && !position.EpochEnded;
        var otherBatches = before.BatchSize != _options.BatchSize || before.ValidationCount != _options.ValidationCount;
        if (withinEpoch && (otherBatches || position.BatchesOfEpoch >= StepsPerEpoch))
            throw new ArgumentException("The batch size and the data can be changed only between epochs.");

        NetworkWeights.Load(_model, checkpoint.Part(Checkpoint.Model));
        if (position.Step > 0 && before.Optimizer.Kind == _options.Optimizer.Kind)
            OptimizerStateDict.Load(_optimizer, _model, checkpoint.Part(Checkpoint.Optimizer));
        if (!_options.ZeroesGradients) LoadGradients(checkpoint.Part(Checkpoint.Gradient));
        TensorEntries.CopyInto(_lastLoss, checkpoint.Entry(Checkpoint.LastLoss), Checkpoint.LastLoss);
        TensorEntries.CopyInto(_epochLossSum, checkpoint.Entry(Checkpoint.EpochLossSum), Checkpoint.EpochLossSum);

        (Step, Epoch, _batchesOfEpoch, EpochJustEnded) = (position.Step, position.Epoch, position.BatchesOfEpoch, position.EpochEnded);
        (_firstEpoch, _firstBatch) = withinEpoch ? (Epoch, _batchesOfEpoch) : (Epoch + 1, 0);
        var batchesBefore = (_firstEpoch - 1) * StepsPerEpoch + _firstBatch;
        for (var batch = 0; batch < Math.Min(batchesBefore, _options.Epochs * StepsPerEpoch - 1); batch++) _schedule?.step();
    }

    private void LoadGradients(IReadOnlyDictionary<string, TensorEntry> gradients)
    {
        foreach (var (name, parameter) in _model.named_parameters().Where(one => gradients.ContainsKey(one.name)))
        {
            var gradient = zeros_like(parameter).DetachFromDisposeScope();
            TensorEntries.CopyInto(gradient, gradients[name], name);
            parameter.grad = gradient;
        }
    }
}
