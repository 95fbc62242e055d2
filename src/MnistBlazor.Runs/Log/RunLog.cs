using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Log;

/// <summary>
/// The numbered events of an unfinished run. Events are appended by the run's worker, stored a little later by the store's writer,
/// and read by watchers once they are stored: so nobody ever sees an event that a crash could take back.
///
/// A run that goes on from a checkpoint trains some batches a second time; the events of those are in the log already and are not
/// appended again. Thread-safe.
/// </summary>
internal sealed class RunLog
{
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events;
    private int _stored, _shown;
    private int _lastStep, _lastEpoch;
    private bool _started;

    /// <param name="stored">The events that the store has, by number.</param>
    public RunLog(IEnumerable<RunEvent>? stored = null)
    {
        _events = [.. stored ?? []];
        foreach (var happened in _events) Notice(happened);
        _stored = _shown = _events.Count;
    }

    /// <summary>Numbers the event and adds it, unless the log has it from before a restart.</summary>
    public void Append(RunEvent happened)
    {
        lock (_gate)
        {
            var known = happened switch
            {
                RunStarted => _started,
                BatchTrained batch => batch.Step <= _lastStep,
                EpochTrained epoch => epoch.Epoch <= _lastEpoch,
                _ => false,
            };
            if (known) return;
            Notice(happened);
            _events.Add(happened with { Number = _events.Count + 1 });
        }
    }

    /// <summary>Events that the store does not have yet, by number.</summary>
    public IReadOnlyList<RunEvent> Unstored()
    {
        lock (_gate) return _events.GetRange(_stored, _events.Count - _stored);
    }

    /// <summary>The store has all events up to this number: readers may see them.</summary>
    public void MarkStored(int number)
    {
        lock (_gate)
        {
            _stored = Math.Max(_stored, number);
            _shown = Math.Max(_shown, _stored);
        }
    }

    /// <summary>The store cannot be written: readers may see the events that there are, unsaved.</summary>
    public void ShowUnstored()
    {
        lock (_gate) _shown = _events.Count;
    }

    /// <summary>Events that readers may see, with numbers above <paramref name="after"/>, at most <paramref name="max"/>.</summary>
    public IReadOnlyList<RunEvent> After(int after, int max)
    {
        lock (_gate)
        {
            var first = Math.Clamp(after, 0, _shown);
            return _events.GetRange(first, Math.Clamp(max, 0, _shown - first));
        }
    }

    private void Notice(RunEvent happened)
    {
        switch (happened)
        {
            case RunStarted: _started = true; break;
            case BatchTrained batch: _lastStep = batch.Step; break;
            case EpochTrained epoch: _lastEpoch = epoch.Epoch; break;
        }
    }
}
