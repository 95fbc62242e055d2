using System.Collections.Concurrent;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs.Execution;

/// <summary>
/// A run that has not ended, or whose end is not stored yet: its newest state in memory. Its worker trains it and records what
/// happens; the store's writer collects what is new; anyone reads a snapshot. Thread-safe: one lock, held for a few
/// assignments, so that the state, the events and the checkpoint collected together belong together.
/// </summary>
internal sealed class LiveRun(Run run, RunLog log, Task<ImageDataset> dataset, bool isNew)
{
    /// <summary>What the checkpoints of one run may take while they wait to be stored.</summary>
    public const long MaxUnsavedBytes = 32 << 20;

    private readonly Lock _gate = new();
    private Run _run = run;
    private volatile WeightSnapshot? _weights;
    private readonly List<SavePoint> _unsavedPoints = [];
    private bool _isNew = isNew;
    private long _version = isNew ? 1 : 0, _savedVersion;

    public RunId Id { get; } = run.Id;

    public LearnerId Owner { get; } = run.Owner;

    public Task<ImageDataset> Dataset { get; } = dataset;

    public RunLog Log { get; } = log;

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

    /// <summary>Something is to be stored: called under no lock. The argument: as soon as possible.</summary>
    public Action<LiveRun, bool> Changed { get; set; } = (_, _) => { };

    public Run Snapshot
    {
        get { lock (_gate) return _run; }
    }

    /// <summary>Records what happened, all of it or nothing as far as the store is concerned.</summary>
    public void Record(Func<Run, Run> change, ReadOnlySpan<RunEvent> events = default, SavePoint? point = null, bool urgent = false)
    {
        lock (_gate)
        {
            _run = change(_run);
            foreach (var happened in events) Log.Append(happened);
            if (point is not null) AddPoint(point);
            _version++;
        }
        Changed(this, urgent);
    }

    /// <summary>The newest checkpoint, if the store does not have it yet.</summary>
    public SavePoint? UnsavedPoint
    {
        get { lock (_gate) return _unsavedPoints.LastOrDefault(); }
    }

    /// <summary>Everything is stored.</summary>
    public bool IsSaved
    {
        get { lock (_gate) return _savedVersion == _version && _unsavedPoints.Count == 0; }
    }

    /// <summary>What the store does not have; null when it has everything.</summary>
    public RunChanges? Collect()
    {
        lock (_gate)
        {
            return _savedVersion == _version && _unsavedPoints.Count == 0
                ? null
                : new RunChanges(_run, _isNew, Log.Unstored(), [.. _unsavedPoints], _version);
        }
    }

    /// <param name="saved">What the store has taken.</param>
    public void Saved(RunChanges saved)
    {
        lock (_gate)
        {
            _isNew = false;
            _savedVersion = saved.Version;
            if (saved.Events.Count > 0) Log.MarkStored(saved.Events[^1].Number);
            _unsavedPoints.RemoveAll(saved.Points.Contains);
            _run = _run with { Unsaved = false };
        }
    }

    public void NotSaved()
    {
        lock (_gate)
        {
            _run = _run with { Unsaved = true };
            Log.ShowUnstored();
        }
    }

    // A disk that is too slow, or full: the older checkpoints give way, the newest always stays.
    private void AddPoint(SavePoint point)
    {
        _unsavedPoints.Add(point);
        while (_unsavedPoints.Count > 1 && _unsavedPoints.Sum(unsaved => unsaved.Checkpoint.LongLength) > MaxUnsavedBytes) _unsavedPoints.RemoveAt(0);
    }
}

/// <summary>Weights as they were after a step.</summary>
internal sealed record WeightSnapshot(int Step, TrainedModel Model);
