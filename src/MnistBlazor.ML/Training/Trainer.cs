using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Training;

/// <summary>Trains one network, one mini-batch at a time. Not thread-safe: one thread creates it, steps it and disposes it.</summary>
public sealed class Trainer : IDisposable
{
    public Trainer(TrainingOptions options, ImageDataset dataset, Checkpoint? resumeFrom = null) => throw new NotImplementedException();

    /// <summary>Batches trained so far.</summary>
    public int Step => throw new NotImplementedException();

    /// <summary>The epoch of the batch just trained, from 1; 0 before the first.</summary>
    public int Epoch => throw new NotImplementedException();

    public int StepsPerEpoch => throw new NotImplementedException();

    public bool Finished => throw new NotImplementedException();

    /// <summary>The batch just trained was the last of its epoch.</summary>
    public bool EpochJustEnded => throw new NotImplementedException();

    /// <summary>Trains one mini-batch. Enqueues work only: nothing waits for the device.</summary>
    public void TrainBatch() => throw new NotImplementedException();

    /// <summary>Loss of the batch just trained; waits for the device. NaN or infinity: the run has diverged.</summary>
    public double ReadLoss() => throw new NotImplementedException();

    /// <summary>Mean loss of the epoch that just ended; waits for the device.</summary>
    public double ReadEpochLoss() => throw new NotImplementedException();

    public Checkpoint Save() => throw new NotImplementedException();

    /// <summary>The network as it is now, for evaluation and prediction.</summary>
    public TrainedModel Snapshot() => throw new NotImplementedException();

    public void Dispose() { }
}
