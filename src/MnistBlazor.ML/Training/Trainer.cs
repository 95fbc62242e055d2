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

    private readonly TrainingOptions options;
    private readonly DeviceSplit data;
    private readonly string classNames;
    private readonly MiniBatches batches;
    private readonly Generator noise;
    private readonly Module<Tensor, Tensor> model;
    private readonly OptimizerHelper optimizer;
    private readonly lr_scheduler.LRScheduler? schedule;
    private readonly Tensor lastLoss, epochLossSum;
    private readonly IEnumerator<int> course;
    private int firstEpoch = 1, firstBatch, batchesOfEpoch;

    /// <param name="resumeFrom">
    /// Goes on from here instead of from the start. Its run may have had other options: another seed draws anew from here on, another
    /// kind of optimizer starts afresh; the model has to be the same, and within an epoch the number of batches too.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of its bounds, or does not go with the checkpoint.</exception>
    /// <exception cref="FormatException">The checkpoint is damaged.</exception>
    public Trainer(TrainingOptions options, ImageDataset dataset, Checkpoint? resumeFrom = null)
    {
        options.Check(dataset);
        this.options = options;
        data = dataset.OnDevice(options.Device).Train;
        classNames = JsonSerializer.Serialize(dataset.ClassNames);

        #region cell: setup
        var device = torch.device(options.Device);
        #endregion

        noise = Seeds.Noise();
        batches = new(data, options.TrainingCount(dataset), options);
        using (var weights = Seeds.Weights(options.Seed)) model = Network.Create(options.Model, dataset.ClassNames.Count, weights, noise, device);
        optimizer = Optimizers.Create(options.Optimizer, model);
        schedule = LearningRates.Create(options, optimizer, options.Epochs * StepsPerEpoch);
        lastLoss = zeros(1, device: device).DetachFromDisposeScope();
        epochLossSum = zeros(1, device: device).DetachFromDisposeScope();
        course = Epochs();
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

    public int StepsPerEpoch => batches.Count;

    /// <summary>The batch just trained was the last of its epoch.</summary>
    public bool EpochJustEnded { get; private set; }

    public bool Finished => Epoch > options.Epochs || Epoch == options.Epochs && EpochJustEnded;

    /// <summary>Trains one mini-batch. Hands the work to the device; nothing waits for it.</summary>
    /// <exception cref="InvalidOperationException">The run is finished.</exception>
    public void TrainBatch()
    {
        using var scope = NewDisposeScope();
        if (!course.MoveNext()) throw new InvalidOperationException($"All {options.Epochs} epochs have been trained.");
        if (!Finished) schedule?.step();
    }

    /// <summary>The learning rate that the next batch will be trained with.</summary>
    public double LearningRate => optimizer.ParamGroups.First().LearningRate;

    /// <summary>Loss of the batch just trained; waits for the device. See <see cref="HasDiverged"/>.</summary>
    public double ReadLoss() => lastLoss.item<float>();

    /// <summary>Mean loss of the batches of this epoch so far; after its last batch, of the epoch. Waits for the device.</summary>
    public double ReadEpochLoss() => epochLossSum.item<float>() / Math.Max(1, batchesOfEpoch);

    /// <summary>
    /// Whether a loss says that the run is lost: no number, or over a million. A network that guesses has a loss of 2.3; one whose weights have
    /// run away need not reach infinity, since ReLU and rounding can hold it at 1e30 for good.
    /// </summary>
    public static bool HasDiverged(double loss) => !(loss <= LargestLoss);

    /// <summary>Norm of the gradient of each layer's weights in the batch just trained, from the pixels on; waits for the device.</summary>
    public IReadOnlyList<(string Layer, double Norm)> ReadGradientNorms()
    {
        using var scope = NewDisposeScope();
        return [.. model.named_parameters()
            .Where(parameter => parameter.name.EndsWith(".weight", StringComparison.Ordinal) && parameter.parameter.grad is not null)
            .Select(parameter => (parameter.name[..^".weight".Length], (double)parameter.parameter.grad!.norm().item<float>()))];
    }

    /// <summary>How well the network does now on the images held out; null when there are none. Waits for the device.</summary>
    public ValidationResult? Validate()
    {
        if (options.ValidationCount == 0) return null;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        model.eval();
        var (images, labels) = data.Last(options.ValidationCount);
        var scores = cat([.. images.split(1000).Select(model.forward)], 0);
        model.train();
        return new(functional.cross_entropy(scores, labels).item<float>(), scores.argmax(1).eq(labels).to(float32).mean().item<float>());
    }

    /// <summary>The network as it is now, for evaluation and prediction.</summary>
    public TrainedModel Snapshot() => TrainedModel.Of(options.Model, NetworkWeights.Of(model), classNames);

    /// <summary>Everything needed to go on from here.</summary>
    public Checkpoint Save()
    {
        var tensors = new Dictionary<string, TensorEntry>
        {
            [Checkpoint.LastLoss] = TensorEntries.Of(lastLoss),
            [Checkpoint.EpochLossSum] = TensorEntries.Of(epochLossSum),
        };
        foreach (var (name, entry) in NetworkWeights.Of(model)) tensors.Add(Checkpoint.Model + name, entry);
        foreach (var (name, entry) in OptimizerStateDict.Of(optimizer, model)) tensors.Add(Checkpoint.Optimizer + name, entry);
        return new(options, new(Step, Epoch, batchesOfEpoch, EpochJustEnded), tensors, classNames);
    }

    public void Dispose()
    {
        course.Dispose();
        batches.Dispose();
        optimizer.Dispose();
        model.Dispose();
        noise.Dispose();
        lastLoss.Dispose();
        epochLossSum.Dispose();
    }

    /// <summary>The whole training: it stops after each batch until the next one is asked for.</summary>
    private IEnumerator<int> Epochs()
    {
        #region cell: training-epochs
        for (var epoch = firstEpoch; epoch <= options.Epochs; epoch++)
        {
            ShuffleFor(epoch);                                // a new random order for each epoch
            for (var batch = firstBatch; batch < batches.Count; batch++)
            {
                var (images, labels) = NextBatch(batch);      // the next mini-batch
                var loss = TrainStep(images, labels);         // learn from it
                Record(loss);                                 // for the chart

                yield return batch;                           // here you can stop, pause or watch
            }
        }
        #endregion
    }

    private (Tensor Images, Tensor Labels) NextBatch(int batch)
    {
        Seeds.MoveTo(noise, options.Seed, Step);
        var (images, labels) = batches.Take(batch);
        return (options.Augmentation is null ? images : Augmentation.Apply(options.Augmentation, images, noise), labels);
    }

    private Tensor TrainStep(Tensor images, Tensor labels)
    {
        #region cell: training-step
        var scores = model.forward(images);                      // forward: [options.BatchSize, 784] becomes [options.BatchSize, classes]
        var loss = functional.cross_entropy(scores, labels);     // how wrong, on average

        optimizer.zero_grad();                                   // forget the gradients of the batch before
        loss.backward();                                         // backward: which way each weight changes the loss
        optimizer.step();                                        // move every weight a little, against its gradient
        #endregion

        return loss;
    }

    private void ShuffleFor(int epoch)
    {
        batches.Shuffle(epoch);
        firstBatch = epoch == firstEpoch ? firstBatch : 0;
        batchesOfEpoch = firstBatch;
        Epoch = epoch;
        if (firstBatch == 0) epochLossSum.zero_();
    }

    private void Record(Tensor loss)
    {
        using var _ = no_grad();
        lastLoss.copy_(loss);
        epochLossSum.add_(loss);
        Step++;
        batchesOfEpoch++;
        EpochJustEnded = batchesOfEpoch == StepsPerEpoch;
    }

    private void Resume(Checkpoint checkpoint)
    {
        var (before, position) = (checkpoint.Options, checkpoint.Position);
        if (!before.Model.IsSameAs(options.Model)) throw new ArgumentException("The checkpoint is one of another model.");
        var withinEpoch = position.Epoch > 0 && !position.EpochEnded;
        if (withinEpoch && (before.BatchSize != options.BatchSize || before.ValidationCount != options.ValidationCount || position.BatchesOfEpoch >= StepsPerEpoch))
            throw new ArgumentException("The batch size and the data can be changed only between epochs.");

        NetworkWeights.Load(model, checkpoint.Part(Checkpoint.Model));
        if (before.Optimizer.Kind == options.Optimizer.Kind) OptimizerStateDict.Load(optimizer, model, checkpoint.Part(Checkpoint.Optimizer));
        TensorEntries.CopyInto(lastLoss, checkpoint.Entry(Checkpoint.LastLoss), Checkpoint.LastLoss);
        TensorEntries.CopyInto(epochLossSum, checkpoint.Entry(Checkpoint.EpochLossSum), Checkpoint.EpochLossSum);

        (Step, Epoch, batchesOfEpoch, EpochJustEnded) = (position.Step, position.Epoch, position.BatchesOfEpoch, position.EpochEnded);
        (firstEpoch, firstBatch) = withinEpoch ? (Epoch, batchesOfEpoch) : (Epoch + 1, 0);
        var batchesBefore = (firstEpoch - 1) * StepsPerEpoch + firstBatch;
        for (var batch = 0; batch < Math.Min(batchesBefore, options.Epochs * StepsPerEpoch - 1); batch++) schedule?.step();
    }
}
