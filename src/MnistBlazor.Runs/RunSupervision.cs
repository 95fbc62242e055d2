using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>
/// What the teacher sees and does: the runs of all learners, and the bounds. Nobody is asked here whose run it is, nor who asks: whoever
/// calls has made sure that it is the teacher. Thread-safe.
/// </summary>
public sealed class RunSupervision
{
    private readonly RunReader _reader;
    private readonly RunEdits _edits;
    private readonly RunStore _store;
    private readonly IRunDispatcher _dispatcher;
    private readonly IRunSignals _signals;
    private readonly StoredBounds _stored;
    private readonly BoundsInForce _bounds;
    private readonly LearnerAddresses _addresses;
    private readonly TrainingLog _log;
    private readonly TimeProvider _time;

    internal RunSupervision(
        RunReader reader, RunEdits edits, RunStore store, IRunDispatcher dispatcher,
        IRunSignals signals, StoredBounds stored, BoundsInForce bounds, LearnerAddresses addresses, TrainingLog log, TimeProvider time)
    {
        (_reader, _edits, _store, _dispatcher) = (reader, edits, store, dispatcher);
        (_signals, _stored, _bounds, _addresses, _log, _time) = (signals, stored, bounds, addresses, log, time);
    }

    /// <summary>The bounds that hold now.</summary>
    public RunBounds Bounds => _bounds.Now;

    /// <summary>Those that hold where the teacher has set none.</summary>
    public RunBounds OperatorsBounds => _bounds.Operators;

    /// <summary>
    /// What trains or waits, by device: first what trains, then what waits, in the order of the line, then what its learner holds.
    /// </summary>
    /// <param name="most">Of one device.</param>
    public IReadOnlyList<DeviceRuns> Unfinished(int most)
    {
        var lines = _dispatcher.Lines()
            .Select(line => (line.Device, Runs: line.Runs.Select(_reader.Find).OfType<Run>().Where(run => !run.Ended).ToList())).ToList();
        var ofAddress = lines.SelectMany(line => line.Runs).Select(run => _addresses.Of(run.Owner)).OfType<string>()
            .CountBy(address => address).ToDictionary();
        return [.. lines.Select(line => new DeviceRuns(
            line.Device, line.Runs.Count, line.Runs.Count(run => run.Status == RunStatus.Queued),
            [.. line.Runs.Take(most).Select(run => new SupervisedRun(
                run, _addresses.Of(run.Owner) is { } address ? ofAddress[address] : null))]))];
    }

    /// <summary>Runs of all learners that have ended, the newest first.</summary>
    /// <param name="page">From 0.</param>
    /// <returns>The runs of that page, and how many there are in all.</returns>
    public (IReadOnlyList<Run> Runs, int Count) Ended(int page, int pageSize)
    {
        var (runs, count) = _store.Ended(page * pageSize, pageSize);
        return ([.. runs.Select(_reader.View)], count);
    }

    /// <summary>Signals a subscription whenever anyone's run or the bounds may have changed, until what is returned is disposed.</summary>
    public IDisposable Subscribe(Subscription subscription) =>
        new Both(_signals.Subscribe(subscription.Signal), _bounds.Subscribe(subscription.Signal));

    /// <summary>Ends the run within one batch and keeps its weights; its learner is told who did. Without effect on an ended run.</summary>
    /// <exception cref="RunNotFoundException"/>
    public async Task StopAsync(RunId id)
    {
        Note("stop", id);
        await _dispatcher.SendAsync(id, RunCommand.StopByTeacher);
    }

    /// <summary>Gives a waiting run another place in the line. Without effect on one that does not wait any more.</summary>
    /// <exception cref="RunNotFoundException"/>
    public async Task MoveAsync(RunId id, LineMove move)
    {
        var run = Note($"move ({move})", id);
        await _dispatcher.MoveAsync(id, move);
        // Also where no place has changed, what is said of it has.
        _signals.Raise(id);
        _signals.Raise(run.Owner);
    }

    /// <summary>Puts the run out of its learner's sight, who is told; it is stopped if it trains.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunNotSavedException"/>
    public async Task DeleteAsync(RunId id)
    {
        var run = Note("delete", id);
        await _dispatcher.SendAsync(id, RunCommand.StopByTeacher);
        var at = _time.GetUtcNow();
        await _edits.ChangeAsync(run, now => now with { DeletedAt = at, DeletedByTeacher = true });
    }

    /// <summary>Brings a run back that was deleted here. Without effect on any other.</summary>
    /// <exception cref="RunNotSavedException"/>
    public Task UndeleteAsync(RunId id) => _edits.UndeleteAsync(id);

    /// <summary>Closed, it takes no run; what waits or trains goes on.</summary>
    /// <exception cref="RunNotSavedException">It stays as it was.</exception>
    public void SetQueueOpen(bool open) => _stored.Change(bounds => bounds with { QueueOpen = open });

    /// <summary>Sets bounds, for the next run that is asked for and after a restart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bound's range; none is set.</exception>
    /// <exception cref="RunNotSavedException">None is set.</exception>
    public void SetBounds(IReadOnlyDictionary<RunBound, long> values) =>
        _stored.Change(bounds => values.Aggregate(bounds, (now, pair) => pair.Key.Set(now, pair.Value)));

    private Run Note(string act, RunId id)
    {
        var run = _reader.Find(id) ?? throw new RunNotFoundException(id);
        _log.Supervised(act, id, run.Owner);
        return run;
    }

    private sealed class Both(IDisposable one, IDisposable other) : IDisposable
    {
        public void Dispose()
        {
            one.Dispose();
            other.Dispose();
        }
    }
}

/// <summary>What trains or waits on one device.</summary>
/// <param name="Count">All of them.</param>
/// <param name="Waiting">Of those, what waits.</param>
/// <param name="Runs">The first, in the order of the line.</param>
public sealed record DeviceRuns(string Device, int Count, int Waiting, IReadOnlyList<SupervisedRun> Runs);

/// <param name="OfAddress">Unfinished runs from the same network address, this one included; null: that is not known.</param>
public sealed record SupervisedRun(Run Run, int? OfAddress);
