using System.Diagnostics;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>Work for a device that no learner needs at present.</summary>
internal interface IBackgroundTraining : IDisposable
{
    /// <summary>To be called when there is something to do again.</summary>
    Action Wake { set; }

    /// <summary>Trains one batch, on the worker's thread.</summary>
    /// <returns>False: there is nothing to do.</returns>
    bool TrainBatch();
}

/// <summary>
/// One device and the one thread that trains on it: it creates every trainer, steps it and disposes it, and never waits for a
/// reader, for the disk or for a task. Runs come from the queue up to the bound; when several train, learners take turns of
/// <see cref="Turn"/>. Between two batches the thread looks for commands, so each takes effect within one batch.
/// A paused run gives its place to the next in the queue, and takes turns again as soon as it goes on.
/// </summary>
internal sealed class TrainingWorker : IDisposable
{
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly TrainingEnvironment _environment;
    private readonly IBackgroundTraining? _background;
    private readonly int _concurrency;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false); // never disposed: a late Wake must find it
    private readonly Lock _gate = new();
    private readonly List<LiveRun> _arriving = [];

    // The thread's own.
    private readonly List<RunExecution> _executions = [];
    private RunExecution? _current;
    private long _turnBegan;

    private volatile LiveRun[] _running = [];
    private volatile bool _suspending, _abandoned;
    private long _lastSign = Stopwatch.GetTimestamp();

    public TrainingWorker(string device, int concurrency, TrainingEnvironment environment, IBackgroundTraining? background)
    {
        (Device, _concurrency, _environment, _background) = (device, concurrency, environment, background);
        _thread = new Thread(Work) { IsBackground = true, Name = $"training {device}" };
        if (background is not null) background.Wake = Wake;
    }

    public string Device { get; }

    public RunQueue Queue { get; } = new();

    /// <summary>Runs that train at present.</summary>
    public IReadOnlyList<LiveRun> Running => _running;

    /// <summary>Runs left or joined the queue on the worker's side: those that wait have moved up.</summary>
    public Action QueueMoved { get; set; } = () => { };

    /// <summary>Time since the thread last finished a batch or woke; small while all is well and there is work.</summary>
    public TimeSpan Silence => _running.Length == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(Volatile.Read(ref _lastSign));

    public bool Alive => _thread.IsAlive;

    /// <summary>The thread ends after the batch in progress.</summary>
    public bool Ending => _suspending || _abandoned;

    public void Start() => _thread.Start();

    /// <summary>There is a new run in the queue, or a command in a run.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Takes up a run that was running or paused before a restart, past the queue.</summary>
    public void Attach(LiveRun run)
    {
        lock (_gate) _arriving.Add(run);
        Wake();
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
            Admit();
            foreach (var execution in _executions) execution.Obey();
            _executions.RemoveAll(execution => execution.Ended);
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

    private void Admit()
    {
        lock (_gate)
        {
            foreach (var run in _arriving) Take(run);
            _arriving.Clear();
        }
        while (_executions.Count(execution => execution.Running) < _concurrency && Queue.Take() is { } next)
        {
            Take(next);
            QueueMoved();
        }
    }

    private void Take(LiveRun run)
    {
        var execution = new RunExecution(run, _environment);
        execution.Begin();
        _executions.Add(execution);
    }

    /// <summary>The run whose turn it is: the same until its turn is over, then one of the learner whose last turn is longest ago.</summary>
    private RunExecution? Next()
    {
        if (_current is { Running: true } && Stopwatch.GetElapsedTime(_turnBegan) < Turn) return _current;
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
            return _background?.TrainBatch() == true;
        }
        catch (Exception exception)
        {
            _environment.Log.BackgroundFailed(exception);
            return false;
        }
    }
}
