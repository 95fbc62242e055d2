using System.Collections.Concurrent;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Execution;

/// <summary>
/// A run in memory: what is on record of it, and what its worker needs to train it. Thread-safe.
/// </summary>
internal sealed class LiveRun(RunRecording recording, Task<ImageDataset> dataset)
{
    private volatile WeightSnapshot? _weights;
    private volatile RunKind? _kind;
    private long _turnTicks;

    public RunId Id => recording.Id;

    public LearnerId Owner => recording.Owner;

    public RunRecording Recording => recording;

    public Run Snapshot => recording.Snapshot;

    public Task<ImageDataset> Dataset => dataset;

    /// <summary>Images to train with, and classes; MNIST's until the data set is there.</summary>
    public int Images => Dataset.IsCompletedSuccessfully ? Dataset.Result.Train.Count : RunWork.UsualImages;

    /// <inheritdoc cref="Images"/>
    public int Classes => Dataset.IsCompletedSuccessfully ? Dataset.Result.ClassNames.Count : RunWork.UsualClasses;

    public RunKind Kind
    {
        get
        {
            if (_kind is { } known) return known;
            var kind = RunKind.Of(Snapshot.Options, Classes);
            if (Dataset.IsCompletedSuccessfully) _kind = kind;
            return kind;
        }
    }

    /// <summary>As it stands now, for what is said of waits.</summary>
    public ScheduledRun Scheduled => new(Id, Owner, Kind, RunWork.StepsLeft(Snapshot, Images), Turn);

    /// <summary>How long the run has trained since its turn began.</summary>
    public TimeSpan Turn
    {
        get => new(Interlocked.Read(ref _turnTicks));
        set => Interlocked.Exchange(ref _turnTicks, value.Ticks);
    }

    /// <summary>What the owner wants, for the worker to do between two batches.</summary>
    public ConcurrentQueue<RunCommand> Commands { get; } = new();

    /// <summary>The newest weights and their step; null before there are any and after a divergence.</summary>
    public WeightSnapshot? Weights
    {
        get => _weights;
        set => _weights = value;
    }

    /// <summary>When the run joined the queue.</summary>
    public long QueuedAt { get; set; }

    /// <summary>Its owner has deleted it: it is on its way to its end, out of sight.</summary>
    public bool Deleted => Snapshot.DeletedAt is not null;

    /// <summary>As <see cref="RunRecording.Record"/>.</summary>
    public void Record(
        Func<Run, Run> change, ReadOnlySpan<RunEvent> events = default, SavePoint? point = null, bool urgent = false,
        EarlyWeights? weights = null) => recording.Record(change, events, point, urgent, weights);
}

/// <summary>Weights as they were after a step.</summary>
internal sealed record WeightSnapshot(int Step, TrainedModel Model);
