using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>
/// One learner's notebook of one lesson, alive: the sole writer of its state.
/// <para>
/// It belongs to the server. Pages come and go; every page of the learner shows the same session, and what one does the others see.
/// </para>
/// <para>
/// Whatever happens, a click or a report of training, becomes an operation. Operations are applied one at a time, under a lock
/// that is held for the pure function <see cref="NotebookTransition"/> only. Its effects are performed afterwards, in order, on other
/// threads, and report back by operations. Then the subscribers are signalled, without data and outside the lock: whoever is
/// signalled reads <see cref="State"/>.
/// </para>
/// </summary>
public sealed partial class NotebookSession
{
    private readonly Lock _gate = new();
    private readonly ICellEvaluator _evaluator;
    private readonly SessionSaver _saver;
    private readonly ILogger _logger;
    private readonly Channel<NotebookEffect> _effects = Channel.CreateUnbounded<NotebookEffect>(new() { SingleReader = true });
    private NotebookState _state;
    private readonly Subscribers<NotebookSession> _subscribers = new();
    private bool _closed, _used;
    private volatile bool _outdated;

    // Used by the thread that performs effects only.
    private CurrentEvaluation? _current;

    internal NotebookSession(
        Lesson lesson, NotebookState state, ICellEvaluator evaluator, Func<NotebookState, Task<SessionSaving>> save, ILogger logger)
    {
        (Lesson, _state, _evaluator, _logger) = (lesson, state, evaluator, logger);
        _used = state.Evaluations > 0 || !state.Parameters.Equals(lesson.Defaults);
        _saver = new SessionSaver(() => State, save, Signal, Drop, logger);
        _ = Task.Run(PerformAsync);
    }

    public Lesson Lesson { get; }

    /// <summary>The notebook now: an immutable snapshot.</summary>
    public NotebookState State => Volatile.Read(ref _state);

    /// <summary>Why the notebook cannot be saved, or null. What is shown would be lost with the server's process.</summary>
    public Message? NotSaved => _saver.Failure;

    /// <summary>
    /// Another process has saved a newer state of this notebook: what is here counts no more and changes no more. Who shows it opens it
    /// anew.
    /// </summary>
    public bool IsOutdated => _outdated;

    /// <summary>Signals a subscription after every change, until what is returned is disposed.</summary>
    public IDisposable Subscribe(Subscription subscription) => _subscribers.Add(this, subscription.Signal);

    /// <summary>Sets a parameter, or says why it cannot be set and changes nothing.</summary>
    public Message? SetParameter(string id, string? text)
    {
        if (Lesson.Parameter(id) is not { } parameter) return new Message("parameter.unknown");
        if (!parameter.TryRead(text, out var value, out var problem)) return problem;
        Apply(new SetParameter(id, value));
        return null;
    }

    /// <summary>Sets all parameters at once, as one change to undo: what <see cref="ParameterAddress"/> read from a link.</summary>
    public void SetParameters(ParameterValues values) => Apply(new SetParameters(values));

    /// <summary>Keeps what the learner guesses, in place of an earlier guess about the same.</summary>
    /// <param name="text">Empty: they guess nothing.</param>
    /// <exception cref="ArgumentException">A text is longer than any guess.</exception>
    public void Guess(string about, string text)
    {
        if (about.Length > 60 || text.Length > 40) throw new ArgumentException("No guess is as long as that.");
        Apply(new KeepGuess(about, text));
    }

    /// <summary>Runs a cell again, and before it whatever it requires that is not up to date.</summary>
    public void Run(string cell) => Apply(new RunCell(cell));

    /// <summary>Runs every cell that is not up to date.</summary>
    public void RunAll() => Apply(new RunAllCells());

    /// <summary>Has what is quick run, if nothing has run in this notebook yet.</summary>
    public void Open() => Apply(new OpenNotebook());

    /// <summary>Ends what is running and forgets what is queued. Training keeps its weights.</summary>
    public void Stop() => Apply(new StopCells());

    /// <summary>Holds training between two batches; without effect unless it trains.</summary>
    public void Pause() => Apply(new PauseTraining());

    public void Resume() => Apply(new ResumeTraining());

    /// <summary>Trains a paused training for one batch.</summary>
    public void StepBatch() => Apply(new StepTraining(StepLength.Batch));

    /// <summary>Trains a paused training to the end of its epoch.</summary>
    public void StepEpoch() => Apply(new StepTraining(StepLength.Epoch));

    /// <summary>Ends what is running and forgets all results; the parameters stay.</summary>
    public void Restart() => Apply(new RestartNotebook());

    /// <summary>Sets every parameter to its default; results stay and go stale.</summary>
    public void Reset() => Apply(new ResetParameters());

    /// <summary>Takes back the last change of parameters; false if there is none.</summary>
    public bool Undo() => Apply(new UndoParameters()).CanUndo;

    /// <summary>Goes on with a notebook read from the store.</summary>
    /// <param name="run">The run of the training in progress; null: there is none to follow.</param>
    internal void Recover(RunId? run)
    {
        if (run is { } begun && State.Running?.Evaluation is { Run: null } training)
            Apply(new TrainingBegan(training.Number, begun));
        Apply(new Recover(RunIsKnown: run is not null));
    }

    /// <summary>
    /// Ends the session if nothing runs in it, nobody looks at it and all of it is saved. Later operations change nothing.
    /// </summary>
    /// <returns>Whether it was ended.</returns>
    internal bool TryClose()
    {
        lock (_gate)
        {
            _closed |= !_state.Busy && !_subscribers.Any(this) && _saver.IsUpToDate;
        }
        if (_closed)
        {
            _effects.Writer.TryComplete();
            _ = _saver.FinishAsync();
        }
        return _closed;
    }

    /// <summary>Another process has saved a newer one. Runs that were begun here go on: they belong to the server.</summary>
    internal void Drop()
    {
        lock (_gate) _closed = true;
        _outdated = true;
        _effects.Writer.TryComplete();
        _ = _saver.FinishAsync();
        Signal();
    }

    /// <summary>Saves what there is to save; training runs on by itself.</summary>
    internal Task ShutDownAsync() => _saver.FinishAsync();

    /// <returns>The state before.</returns>
    private NotebookState Apply(NotebookOperation operation)
    {
        NotebookState before, after;
        lock (_gate)
        {
            before = _state;
            if (_closed) return before;
            (after, var effects) = NotebookTransition.Apply(Lesson, before, operation);
            Volatile.Write(ref _state, after);
            foreach (var effect in effects) _effects.Writer.TryWrite(effect);
            if (!ReferenceEquals(before, after)) SaveSoon(operation);
        }
        if (!ReferenceEquals(before, after)) Signal();
        return before;
    }

    // What runs by itself when a lesson is looked at is no work of the learner's: it is not kept, and does itself again.
    private void SaveSoon(NotebookOperation operation)
    {
        _used |= operation is not (OpenNotebook or EvaluationProgressed or EvaluationEnded);
        if (_used && operation is not EvaluationProgressed) _saver.SaveSoon();
    }

    private void Signal() => _subscribers.Raise(this);

    private async Task PerformAsync()
    {
        await foreach (var effect in _effects.Reader.ReadAllAsync())
        {
            if (_outdated) return;
            try
            {
                await PerformAsync(effect);
            }
            catch (Exception exception)
            {
                // A run that ended or was deleted a moment ago cannot be paused: its follower says how it is.
                LogEffectFailed(exception, effect);
            }
        }
    }

    private async Task PerformAsync(NotebookEffect effect)
    {
        switch (effect)
        {
            case StartEvaluation start:
                Begin(start.Evaluation, stop => _evaluator.EvaluateAsync(start, Report, stop));
                break;
            case FollowRun follow:
                Begin(follow.Evaluation, stop => _evaluator.FollowAsync(follow, Report, stop));
                break;
            case CancelEvaluation cancel when _current?.Number == cancel.Evaluation:
                _current.Stop.Cancel();
                break;
            case PauseRun pause:
                await _evaluator.PauseAsync(pause.Run);
                break;
            case ResumeRun resume:
                await _evaluator.ResumeAsync(resume.Run);
                break;
            case StepRun step:
                await _evaluator.StepAsync(step.Run, step.Length);
                break;
        }
    }

    private void Report(NotebookOperation operation) => Apply(operation);

    private void Begin(long number, Func<CancellationToken, Task<CellResult>> evaluate)
    {
        // After a restart what ran before may still be ending; two evaluations of a notebook never overlap.
        var previous = _current?.Ended ?? Task.CompletedTask;
        var stop = new CancellationTokenSource();
        _current = new CurrentEvaluation(number, stop, Task.Run(() => EvaluateAsync(number, previous, evaluate, stop.Token)));
    }

    private async Task EvaluateAsync(
        long number, Task previous, Func<CancellationToken, Task<CellResult>> evaluate, CancellationToken stop)
    {
        await previous;
        var started = Stopwatch.GetTimestamp();
        CellResult result;
        try
        {
            stop.ThrowIfCancellationRequested();
            result = await evaluate(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            result = CellResult.Cancelled;
        }
        catch (Exception exception)
        {
            result = CellResult.Failed(CellMessages.Of(exception));
            LogEvaluationFailed(exception, Lesson.Id, result.Failure!);
        }
        Apply(new EvaluationEnded(number, result.End, result.Output, result.Failure, Stopwatch.GetElapsedTime(started)));
    }

    private sealed record CurrentEvaluation(long Number, CancellationTokenSource Stop, Task Ended);

    [LoggerMessage(LogLevel.Warning, "{Effect} could not be done.")]
    private partial void LogEffectFailed(Exception exception, NotebookEffect effect);

    [LoggerMessage(LogLevel.Warning, "A cell of lesson {Lesson} failed: {Failure}.")]
    private partial void LogEvaluationFailed(Exception exception, string lesson, Message failure);
}
