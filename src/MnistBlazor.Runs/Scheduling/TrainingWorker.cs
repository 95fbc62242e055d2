using System.Diagnostics;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>
/// One device and the one thread that trains on it: it creates every trainer, steps it and disposes it, and never waits for a
/// reader, for the disk or for a task. Runs come from the queue up to the bound; when several train, learners take turns of
/// <see cref="Turn"/>. Between two batches the thread looks for commands, so each takes effect within one batch.
/// <para>
/// While others wait in the queue, a run that has trained for a slice gives way: it joins the queue again and goes on from memory when it
/// is taken. A paused run gives its place to the next in the queue, and takes turns again as soon as it goes on, for what is left of its
/// slice.
/// </para>
/// </summary>
internal sealed class TrainingWorker : IDisposable
{
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly TrainingEnvironment _environment;
    private readonly IRunSignals _signals;
    private readonly IBackgroundTraining? _background;
    private readonly int _concurrency;
    private readonly TimeSpan _slice;
    private readonly long _maxHeld;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false); // never disposed: a late Wake must find it
    private readonly Lock _gate = new();
    private readonly List<LiveRun> _arriving = [];

    // The thread's own.
    private readonly List<RunExecution> _executions = [];
    private RunExecution? _current;
    private long _turnBegan;
    private (TrainingOptions Options, RunKind Kind)? _trainedLast;

    private volatile SharedLine? _shared;
    private volatile LiveRun[] _running = [];
    private volatile bool _suspending, _abandoned;
    private long _lastSign = Stopwatch.GetTimestamp();

    public TrainingWorker(
        string device, RunsOptions options, TrainingEnvironment environment, IRunSignals signals, IBackgroundTraining? background)
    {
        (Device, _environment, _signals, _background) = (device, environment, signals, background);
        (_concurrency, _slice, _maxHeld) = (options.ConcurrentRunsPerDevice, options.RunSlice, options.MaxWaitingTrainerBytes);
        _thread = new Thread(Work) { IsBackground = true, Name = $"training {device}" };
    }

    public string Device { get; }

    public RunQueue<LiveRun> Queue { get; } = new(run => run.Owner, run => run.Dataset.IsCompleted);

    /// <summary>Where the line is that other processes share; null: <see cref="Queue"/> is all of it.</summary>
    public SharedLine? Shared
    {
        get => _shared;
        set => _shared = value;
    }

    /// <summary>Runs that train at present.</summary>
    public IReadOnlyList<LiveRun> Running => _running;

    /// <summary>Time since the thread last finished a batch or woke; small while all is well and there is work.</summary>
    public TimeSpan Silence => _running.Length == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Volatile.Read(ref _lastSign));

    public bool Alive => _thread.IsAlive;

    /// <summary>The thread ends after the batch in progress.</summary>
    public bool Ending => _suspending || _abandoned;

    public void Start()
    {
        _thread.Start();
        _background?.Start(Wake);
    }

    /// <summary>There is a new run in the queue, or a command in a run.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Adds a run to those that wait.</summary>
    public void Enqueue(LiveRun run)
    {
        run.QueuedAt = Stopwatch.GetTimestamp();
        Queue.Add(run);
        Wake();
    }

    /// <summary>Takes a run from those that wait.</summary>
    /// <returns>False: it does not wait (any more).</returns>
    public bool Dequeue(LiveRun run)
    {
        if (!Queue.Remove(run)) return false;
        SignalWaiting();
        return true;
    }

    /// <summary>Gives a run another place among those that wait.</summary>
    /// <returns>False: it does not wait (any more).</returns>
    public bool Move(LiveRun run, LineMove move)
    {
        if (!Queue.Move(run, move)) return false;
        SignalWaiting();
        return true;
    }

    /// <summary>Continues a run that had begun before a restart: past the queue, unless it had given way.</summary>
    public void Continue(LiveRun run)
    {
        lock (_gate) _arriving.Add(run);
        Wake();
    }

    // Those that wait have moved up.
    private void SignalWaiting()
    {
        foreach (var waiting in Queue.Order())
        {
            _signals.Raise(waiting.Id);
            _signals.Raise(waiting.Owner);
        }
    }

    /// <summary>Ends the thread after the batch in progress; every run keeps its exact step.</summary>
    public void Suspend()
    {
        _suspending = true;
        Wake();
        if (_thread.IsAlive) _thread.Join();
    }

    /// <summary>Ends the thread after the batch in progress; runs fall back to their last checkpoint.</summary>
    public void Dispose()
    {
        _abandoned = true;
        Wake();
        if (_thread.IsAlive) _thread.Join();
    }

    private void Work()
    {
        while (!Ending)
        {
            Volatile.Write(ref _lastSign, Stopwatch.GetTimestamp());
            Accept();
            foreach (var execution in _executions) HandleCommands(execution);
            _executions.RemoveAll(IsOver);
            GiveWay();
            _running = [.. _executions.Where(execution => execution.Running).Select(execution => execution.Run)];

            if (Next() is { } next) next.Advance();
            else if (!TrainInBackground()) _wake.WaitOne();
        }
        foreach (var execution in _executions)
        {
            if (_abandoned) execution.Dispose();
            else execution.Suspend();
        }
        _background?.Dispose();
    }

    private void Accept()
    {
        lock (_gate)
        {
            foreach (var run in _arriving)
            {
                _executions.Add(new RunExecution(run, _environment));
                if (run.Snapshot.GivesWay) Queue.Add(run);
            }
            _arriving.Clear();
        }
        while (_executions.Count(execution => execution.Running) < _concurrency && Queue.Take() is { } next)
        {
            Execution(next).TakeTurn();
            SignalWaiting();
        }
    }

    private RunExecution Execution(LiveRun run)
    {
        var execution = _executions.Find(known => known.Run == run);
        if (execution is null) _executions.Add(execution = new RunExecution(run, _environment));
        return execution;
    }

    private void HandleCommands(RunExecution execution)
    {
        var waited = execution.Waiting;
        execution.HandleCommands();
        if (waited && !execution.Waiting) Dequeue(execution.Run);
    }

    /// <summary>
    /// Those that have had their slice make room for who waits; of more than may train at a time, who resumed, those that have had most of
    /// it.
    /// </summary>
    private void GiveWay()
    {
        if (!Queue.HasNext && Shared is not { OthersWait: true }) return;
        var running = _executions.Where(execution => execution is { Running: true, Lost: false })
            .OrderByDescending(execution => execution.Run.Turn).ToList();
        var surplus = running.Count - _concurrency;
        var ending = running.Where((execution, index) => execution.Run.Turn >= _slice || index < surplus).ToList();
        if (ending.Count == 0) return;
        foreach (var execution in ending)
        {
            execution.GiveWay();
            if (Shared is { } shared) HandBack(execution, shared);
            else Queue.Add(execution.Run);
        }
        LetGo();
        Accept();
    }

    // What goes back into a line that others share keeps its checkpoint only: it may be trained elsewhere next.
    private void HandBack(RunExecution execution, SharedLine shared)
    {
        execution.LetGo();
        _executions.Remove(execution);
        shared.HandBack(execution.Run);
    }

    // The last in line is the last to need its trainer again.
    private void LetGo()
    {
        var held = _executions.Where(execution => execution.Waiting).ToDictionary(execution => execution.Run);
        var bytes = held.Values.Sum(execution => execution.Held);
        foreach (var run in Queue.Order().Reverse())
        {
            if (bytes <= _maxHeld) return;
            if (!held.TryGetValue(run, out var last)) continue;
            bytes -= last.Held;
            last.LetGo();
        }
    }

    private static bool IsOver(RunExecution execution)
    {
        // Asked once: the store's writer may find out in between.
        if (!execution.Lost) return execution.Ended;
        execution.Dispose();
        return true;
    }

    /// <summary>
    /// The run whose turn it is: the same until its turn is over, then one of the learner whose last turn is longest ago.
    /// </summary>
    private RunExecution? Next()
    {
        // A run that was lost counts as running, but not here any more.
        if (_current is { Running: true } && _executions.Contains(_current) && Stopwatch.GetElapsedTime(_turnBegan) < Turn) return _current;
        _current = _executions
            .Where(execution => execution.Running)
            .OrderBy(execution => _executions.Where(other => other.Run.Owner == execution.Run.Owner).Max(other => other.LastTurn))
            .ThenBy(execution => execution.LastTurn)
            .FirstOrDefault();
        _turnBegan = Stopwatch.GetTimestamp();
        if (_current is not null) _current.LastTurn = _turnBegan;
        return _current;
    }

    private bool TrainInBackground()
    {
        try
        {
            var begun = Stopwatch.GetTimestamp();
            if (_background?.TrainBatch() is not { } trained) return false;
            // The first batch of a network includes making it.
            if (ReferenceEquals(trained, _trainedLast?.Options))
                _environment.Throughput.Seen(_trainedLast.Value.Kind, Stopwatch.GetElapsedTime(begun));
            else _trainedLast = (trained, RunKind.Of(trained, RunWork.UsualClasses));
            return true;
        }
        catch (Exception exception)
        {
            _environment.Log.BackgroundFailed(exception);
            return false;
        }
    }
}
