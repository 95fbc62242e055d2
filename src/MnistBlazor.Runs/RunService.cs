using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>
/// Starts, controls and finds runs. Whoever names a run must own it: an unknown run and another learner's are refused alike.
/// Thread-safe; no call waits for training or for the store's writer.
/// </summary>
public sealed class RunService
{
    private static readonly string CodeVersion =
        typeof(RunService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly Lock _starting = new();
    private readonly LiveRuns _live;
    private readonly TrainingWorkers _workers;
    private readonly RunStore _store;
    private readonly StoreWriter _writer;
    private readonly TrainingBackend _backend;
    private readonly RunRetention _retention;
    private readonly RunThroughput _pace;
    private readonly RunSignals _signals;
    private readonly RunsMetrics _metrics;
    private readonly TrainingLog _log;
    private readonly RunsOptions _options;
    private readonly TimeProvider _time;

    internal RunService(
        LiveRuns live, TrainingWorkers workers, RunStore store, StoreWriter writer, TrainingBackend backend, RunRetention retention, RunThroughput pace,
        RunSignals signals, RunsMetrics metrics, TrainingLog log, RunsOptions options, TimeProvider time)
    {
        (_live, _workers, _store, _writer, _backend) = (live, workers, store, writer, backend);
        (_retention, _pace, _signals, _metrics, _log, _options, _time) = (retention, pace, signals, metrics, log, options, time);
    }

    /// <exception cref="RunRefusedException">
    /// The learner has as many unfinished runs as allowed, or starred ones; the queue is full; or there is no such device.
    /// </exception>
    public Run Start(LearnerId learner, string lesson, TrainingOptions options) => Enqueue(NewRun(learner, lesson, options), new RunLog(), null);

    internal Run NewRun(LearnerId learner, string lesson, TrainingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1);
        return new Run
        {
            Id = RunId.New(),
            Owner = learner,
            Lesson = lesson,
            Options = options,
            Status = RunStatus.Queued,
            CreatedAt = _time.GetUtcNow(),
            CodeVersion = CodeVersion,
            WatchKey = RunId.New().Value,
        };
    }

    /// <param name="log">What the run's log begins with.</param>
    /// <param name="point">A checkpoint to begin from; null: from the start.</param>
    internal Run Enqueue(Run run, RunLog log, SavePoint? point)
    {
        var worker = _workers.Find(run.Options.Device) ?? throw Refusal(run, RunMessages.UnknownDevice(run.Options.Device));
        if (_retention.IsFullOfStars(run.Owner))
            throw Refusal(run, RunMessages.StarredFull(_options.MaxStoredRunsPerLearner, _options.MaxStoredBytesPerLearner));
        LiveRun live;
        lock (_starting)
        {
            if (_live.Of(run.Owner).Count() >= _options.MaxUnfinishedRunsPerLearner)
                throw Refusal(run, RunMessages.TooManyUnfinished(_options.MaxUnfinishedRunsPerLearner));
            if (_workers.QueueLength >= _options.MaxQueuedRuns)
                throw Refusal(run, RunMessages.QueueFull(_options.MaxQueuedRuns));
            live = _live.Add(run, log, isNew: true);
            live.QueuedAt = Stopwatch.GetTimestamp();
            live.Record(now => now, [new RunQueued { At = run.CreatedAt }], point, urgent: true);
            _log.Queued(run.Id, run.Owner, run.Lesson, run.Options.Device);
            worker.Queue.Add(live);
        }
        worker.Wake();
        return View(live);
    }

    private RunRefusedException Refusal(Run run, Message why)
    {
        _log.Refused(run.Owner, run.Lesson, why);
        return new RunRefusedException(why);
    }

    /// <summary>Ends the run within one batch and keeps its weights; a queued run is cancelled. Without effect on an ended run.</summary>
    /// <exception cref="RunNotFoundException"/>
    public void Stop(LearnerId learner, RunId id)
    {
        if (Owned(learner, id) is not { } live) return;
        if (_workers.Find(live.Snapshot.Options.Device) is { } worker && worker.Queue.Remove(live))
        {
            var now = _time.GetUtcNow();
            live.Record(
                run => run with { Status = RunStatus.Stopped, EndedAt = now }, [new RunEnded(RunStatus.Stopped, null) { At = now }], urgent: true);
            _metrics.Ended(RunStatus.Stopped);
            _log.Ended(id, learner, RunStatus.Stopped, live.Snapshot.Step);
            worker.QueueMoved();
        }
        else
        {
            Command(live, RunCommand.Stop);
        }
    }

    /// <summary>Holds the run within one batch. Without effect unless it is running.</summary>
    /// <exception cref="RunNotFoundException"/>
    public void Pause(LearnerId learner, RunId id) => Command(Owned(learner, id), RunCommand.Pause);

    /// <summary>Goes on with a paused run.</summary>
    /// <exception cref="RunNotFoundException"/>
    public void Resume(LearnerId learner, RunId id) => Command(Owned(learner, id), RunCommand.Resume);

    /// <summary>Trains a paused run for one batch or to the end of its epoch, then pauses it again; a running one pauses after that.</summary>
    /// <exception cref="RunNotFoundException"/>
    public void Step(LearnerId learner, RunId id, StepLength length) =>
        Command(Owned(learner, id), length == StepLength.Batch ? RunCommand.StepBatch : RunCommand.StepEpoch);

    public Run? Find(LearnerId learner, RunId id) => Find(id) is { } run && run.Owner == learner ? run : null;

    /// <summary>A run for who was given its watch link.</summary>
    public Run? FindByWatchKey(RunId id, string watchKey) =>
        Find(id) is { } run && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(run.WatchKey), Encoding.UTF8.GetBytes(watchKey))
            ? run
            : null;

    /// <summary>The learner's runs, newest first.</summary>
    public IReadOnlyList<Run> List(LearnerId learner)
    {
        var runs = _store.List(learner).ToDictionary(run => run.Id);
        foreach (var live in _live.Of(learner))
        {
            if (live.Deleted) runs.Remove(live.Id);
            else runs[live.Id] = View(live);
        }
        return [.. runs.Values.OrderByDescending(run => run.CreatedAt)];
    }

    /// <summary>Stored events with numbers above <paramref name="after"/>, in order, at most <paramref name="max"/>. The caller has found the run first.</summary>
    public IReadOnlyList<RunEvent> EventsAfter(RunId id, int after, int max = 1000)
    {
        (after, max) = (Math.Max(0, after), Math.Max(0, max));
        return _live.Find(id) is { } live ? live.Log.After(after, max) : _store.EventsAfter(id, after, max);
    }

    /// <summary>The epochs among the run's stored events, in order. The caller has found the run first.</summary>
    public IReadOnlyList<EpochTrained> EpochsOf(RunId id) =>
        _live.Find(id) is { } live ? [.. live.Log.After(0, int.MaxValue).OfType<EpochTrained>()] : _store.EpochsOf(id);

    /// <summary>
    /// Calls <paramref name="signal"/> whenever the run or its events may have changed, until disposed. It carries no data, comes
    /// from any thread and under no lock; it must return at once and not throw.
    /// </summary>
    public IDisposable Subscribe(RunId id, Action signal) => _signals.Runs.Subscribe(id, signal);

    /// <summary>The same for all runs of a learner.</summary>
    public IDisposable Subscribe(LearnerId learner, Action signal) => _signals.Learners.Subscribe(learner, signal);

    /// <summary>The run's newest weights, also while it trains and after a stop; null before there are any.</summary>
    /// <exception cref="RunNotFoundException"/>
    public TrainedModel? Model(LearnerId learner, RunId id) => Weights(learner, id).Load();

    /// <summary>Where the newest weights are, and a version that changes when they do.</summary>
    internal WeightSource Weights(LearnerId learner, RunId id)
    {
        var run = Find(learner, id) ?? throw new RunNotFoundException(id);
        var live = _live.Find(id);
        if (live?.Weights is { } newest) return new WeightSource(newest.Step, () => newest.Model);
        return new WeightSource(run.Step, () => ReadModel(learner, id, live?.UnsavedPoint));
    }

    private TrainedModel? ReadModel(LearnerId learner, RunId id, SavePoint? unsaved) => unsaved is not null
        ? _backend.ReadModel(unsaved.Checkpoint)
        : _store.ReadCheckpoints(id).Select(checkpoint => ReadModel(learner, id, checkpoint)).FirstOrDefault(model => model is not null);

    /// <summary>The network in a checkpoint's file; null, and a line in the log, when the file is damaged.</summary>
    internal TrainedModel? ReadModel(LearnerId learner, RunId id, byte[] checkpoint)
    {
        try
        {
            return _backend.ReadModel(checkpoint);
        }
        catch (FormatException damaged)
        {
            _log.CheckpointDamaged(damaged, id, learner);
            return null;
        }
    }

    /// <summary>Notes the accuracy that an evaluation found. Without effect on a run that is gone.</summary>
    /// <param name="accuracy">0..1, on the test images.</param>
    public void RecordAccuracy(LearnerId learner, RunId id, double accuracy)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(accuracy);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accuracy, 1);
        // What prevents it from being stored is in the log; the evaluation that found it has it all the same.
        _ = ChangeAsync(learner, id, run => run with { Accuracy = accuracy });
    }

    /// <summary>Changes what people may change of a run; the task ends when it is stored.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunNotSavedException"/>
    internal async Task ChangeAsync(LearnerId learner, RunId id, Func<Run, Run> change)
    {
        if (Find(learner, id) is null) throw new RunNotFoundException(id);
        // The row of a run that is still live is written before this change is: the writer takes runs first.
        _live.Find(id)?.Record(change, urgent: true);
        await SaveAsync(context =>
        {
            if (context.Runs.Find(id) is { } run) context.Entry(run).CurrentValues.SetValues(change(run));
        });
        _signals.Runs.Raise(id);
        _signals.Learners.Raise(learner);
    }

    /// <exception cref="RunNotSavedException"/>
    internal async Task SaveAsync(Action<MnistBlazorContext> change)
    {
        try
        {
            await _writer.WriteAsync(change);
        }
        catch (Exception failure)
        {
            throw new RunNotSavedException(failure);
        }
    }

    public RunQueueState Queue
    {
        get
        {
            var wait = _workers.All.Select(worker => _pace.WaitFor(null, worker, _options.ConcurrentRunsPerDevice)).Min();
            return new RunQueueState(_workers.QueueLength, _options.MaxQueuedRuns, _workers.All.Sum(worker => worker.Running.Count), wait);
        }
    }

    private Run? Find(RunId id)
    {
        var live = _live.Find(id);
        if (live is null) return _store.Find(id);
        return live.Deleted ? null : View(live);
    }

    /// <returns>Null: the run has ended and is in the store only.</returns>
    private LiveRun? Owned(LearnerId learner, RunId id)
    {
        if (Find(learner, id) is null) throw new RunNotFoundException(id);
        return _live.Find(id);
    }

    private void Command(LiveRun? live, RunCommand command)
    {
        if (live is null || live.Snapshot.Ended) return;
        if (live.Snapshot.Status == RunStatus.Queued && command != RunCommand.Stop) return;
        live.Commands.Enqueue(command);
        _workers.Find(live.Snapshot.Options.Device)?.Wake();
    }

    private Run View(LiveRun live)
    {
        var run = live.Snapshot;
        if (_workers.Find(run.Options.Device) is not { } worker) return run;
        return run.Status switch
        {
            RunStatus.Queued => run with
            {
                // -1: taken from the queue a moment ago.
                QueuePosition = Math.Max(1, 1 + Array.IndexOf(worker.Queue.Order(), live)),
                EstimatedWait = _pace.WaitFor(live, worker, _options.ConcurrentRunsPerDevice),
            },
            RunStatus.Running => run with { EstimatedWait = _pace.EstimateRest(live) * Math.Max(1, worker.Running.Count) },
            _ => run,
        };
    }
}

/// <param name="Version">The step of the weights.</param>
internal sealed record WeightSource(int Version, Func<TrainedModel?> Load);
