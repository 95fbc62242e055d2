using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Log;

/// <summary>
/// What is on record of a run that has not ended, or whose end is not stored yet: its newest state, its events, and the checkpoints
/// that wait to be stored. Whoever trains it records what happens; the store's writer collects what is new and says what became of
/// it; anyone reads a snapshot. Thread-safe: one lock, held for a few assignments, so that the state, the events and the checkpoint
/// collected together belong together.
/// </summary>
/// <param name="isNew">The store has no row of it.</param>
/// <param name="epoch">The epoch of ownership under which this process has the run.</param>
/// <param name="changed">Something is to be stored: called under no lock. The second argument: as soon as possible.</param>
/// <param name="settled">The store's writer has done what it could: called on its thread, after <paramref name="changed"/>.</param>
internal sealed class RunRecording(
    Run run, RunLog log, bool isNew, int epoch, Action<RunRecording, bool> changed, Action<RunRecording> settled)
{
    /// <summary>What the checkpoints of one run may take while they wait to be stored.</summary>
    public const long MaxUnsavedBytes = 32 << 20;

    /// <summary>The epoch of ownership of a run that was never handed on, as every run on one machine.</summary>
    public const int FirstEpoch = 1;

    private readonly Lock _gate = new();
    private readonly List<SavePoint> _unsavedPoints = [];
    private readonly List<EarlyWeights> _unsavedWeights = [];
    private Run _run = run;
    private bool _isNew = isNew;
    private long _version = isNew ? 1 : 0, _savedVersion;
    private volatile bool _lost;

    public RunId Id { get; } = run.Id;

    public LearnerId Owner { get; } = run.Owner;

    public RunLog Log { get; } = log;

    public Run Snapshot
    {
        get { lock (_gate) return _run; }
    }

    /// <summary>
    /// The store's row is of a later epoch, or gone: the run is not this process's any more, and nothing of it is written.
    /// </summary>
    public bool IsLost => _lost;

    /// <summary>The newest checkpoint, if the store does not have it yet.</summary>
    public SavePoint? UnsavedPoint
    {
        get { lock (_gate) return _unsavedPoints.LastOrDefault(); }
    }

    /// <summary>The weights of the first epoch that the store does not have yet.</summary>
    public IReadOnlyList<EarlyWeights> UnsavedWeights
    {
        get { lock (_gate) return [.. _unsavedWeights]; }
    }

    /// <summary>Everything is stored.</summary>
    public bool IsSaved
    {
        get { lock (_gate) return IsUpToDate; }
    }

    private bool IsUpToDate => _savedVersion == _version && _unsavedPoints.Count + _unsavedWeights.Count == 0;

    /// <summary>Records what happened, all of it or nothing as far as the store is concerned.</summary>
    public void Record(
        Func<Run, Run> change, ReadOnlySpan<RunEvent> events = default, SavePoint? point = null, bool urgent = false,
        EarlyWeights? weights = null)
    {
        lock (_gate)
        {
            _run = change(_run);
            foreach (var happened in events) Log.Append(happened);
            if (point is not null) AddPoint(point);
            if (weights is not null) AddWeights(weights);
            _version++;
        }
        changed(this, urgent);
    }

    /// <summary>What the store does not have; null when it has everything, and when the run is lost.</summary>
    public RunChanges? Collect()
    {
        lock (_gate)
            return IsUpToDate || _lost
                ? null
                : new RunChanges(_run, _isNew, Log.Unstored(), [.. _unsavedPoints], [.. _unsavedWeights], _version, epoch);
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
            _unsavedWeights.RemoveAll(saved.Weights.Contains);
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

    /// <summary>The store has refused this process's epoch.</summary>
    public void Lose() => _lost = true;

    /// <summary>Tells whoever made the recording that the writer has done what it could.</summary>
    public void Settle() => settled(this);

    // A disk that is too slow, or full: the older checkpoints give way, the newest always stays.
    private void AddPoint(SavePoint point)
    {
        _unsavedPoints.Add(point);
        while (_unsavedPoints.Count > 1 && _unsavedPoints.Sum(unsaved => unsaved.Checkpoint.LongLength) > MaxUnsavedBytes)
            _unsavedPoints.RemoveAt(0);
    }

    private void AddWeights(EarlyWeights weights)
    {
        _unsavedWeights.Add(weights);
        while (_unsavedWeights.Sum(unsaved => unsaved.Weights.LongLength) > MaxUnsavedBytes) _unsavedWeights.RemoveAt(0);
    }
}

/// <summary>What changed in a run since it was last saved.</summary>
/// <param name="IsNew">The run has no row yet.</param>
/// <param name="Events">The next events by number.</param>
/// <param name="Points">Checkpoints that are not stored, oldest first.</param>
/// <param name="Weights">Those of the first epoch that are not stored, oldest first.</param>
/// <param name="Version">Counts the changes of the run.</param>
/// <param name="Epoch">The epoch of ownership under which it is written: a row of another one stays as it is.</param>
internal sealed record RunChanges(
    Run Run, bool IsNew, IReadOnlyList<RunEvent> Events, IReadOnlyList<SavePoint> Points, IReadOnlyList<EarlyWeights> Weights,
    long Version, int Epoch);
