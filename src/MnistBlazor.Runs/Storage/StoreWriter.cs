using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// The one thread that writes to the store. Runs say that they have changed; every <see cref="FlushInterval"/>, or at once when it
/// matters, the thread has what is new of each saved, in one transaction per run, and settles it: then readers are signalled. When
/// the store cannot be written (a full or read-only disk), training goes on: what is unsaved waits in memory, is shown as such,
/// and is tried again every <see cref="RetryInterval"/>.
/// </summary>
internal sealed partial class StoreWriter(
    RunStore store, RunSaver saver, IDbContextFactory<MnistBlazorContext> contexts, StoreHealth health, ILogger<StoreWriter> logger)
    : IDisposable
{
    public static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(150), RetryInterval = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = logger;
    private readonly object _gate = new();
    private readonly HashSet<RunRecording> _changed = [];
    private readonly Queue<Edit> _edits = [];
    private Thread? _thread;
    private long _due;
    private bool _finishing, _abandoned;

    /// <summary>Opens the store, if it can be opened, and starts writing.</summary>
    /// <param name="opened">Called once, when the store has been opened, on the thread that opened it.</param>
    /// <exception cref="DataDirectoryInUseException"/>
    /// <exception cref="StoreDamagedException"/>
    public void Start(Action opened)
    {
        TryOpen(opened, out var refused);
        if (refused is not null) throw refused;
        _thread = new Thread(() => Work(opened)) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    /// <summary>Has what is new of a run saved before long, and the run settled.</summary>
    /// <param name="urgent">As soon as possible.</param>
    public void Schedule(RunRecording run, bool urgent)
    {
        var within = !health.Writable ? RetryInterval : urgent ? TimeSpan.Zero : FlushInterval;
        lock (_gate) Add(run, within);
    }

    /// <summary>
    /// Does something to the store on the writing thread, in a transaction. The task ends when it is stored,
    /// or with what prevented that.
    /// </summary>
    public Task WriteAsync(Action<MnistBlazorContext> change)
    {
        var edit = new Edit(change);
        lock (_gate)
        {
            if (_finishing || _abandoned) return Task.FromException(new InvalidOperationException("The store is closed."));
            _edits.Enqueue(edit);
            Monitor.Pulse(_gate);
        }
        return edit.Done.Task;
    }

    /// <summary>Stores what there is, once more, and ends the thread.</summary>
    public void Finish() => End(ref _finishing);

    /// <summary>Ends the thread without storing what it has not begun to store.</summary>
    public void Dispose() => End(ref _abandoned);

    private void End(ref bool how)
    {
        lock (_gate)
        {
            how = true;
            Monitor.Pulse(_gate);
        }
        if (_thread is { IsAlive: true }) _thread.Join();
    }

    private void Work(Action opened)
    {
        while (Next(out var runs, out var edits, out var last))
        {
            TryOpen(opened, out _);
            Flush(runs);
            foreach (var edit in edits) Apply(edit);
            if (last) return;
        }
    }

    private bool Next(out List<RunRecording> runs, out List<Edit> edits, out bool last)
    {
        lock (_gate)
        {
            while (!_finishing && !_abandoned && _edits.Count == 0)
            {
                var wait = _changed.Count == 0 ? Timeout.InfiniteTimeSpan : Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _due);
                if (_changed.Count > 0 && wait <= TimeSpan.Zero) break;
                Monitor.Wait(_gate, wait);
            }
            runs = [.. _changed];
            edits = [.. _edits];
            _changed.Clear();
            _edits.Clear();
            last = _finishing;
            return !_abandoned;
        }
    }

    private void TryOpen(Action opened, out Exception? refused)
    {
        refused = null;
        if (store.IsOpen) return;
        try
        {
            store.Open();
            health.Works();
            opened();
        }
        catch (Exception exception)
        {
            refused = exception is DataDirectoryInUseException or StoreDamagedException ? exception : null;
            saver.Fails(exception);
        }
    }

    private void Flush(List<RunRecording> runs)
    {
        var unavailable = false;
        foreach (var run in runs)
        {
            var result = saver.Save(run, postpone: unavailable);
            unavailable |= result == SaveResult.Unavailable;
            if (result != SaveResult.Done)
            {
                lock (_gate) Add(run, RetryInterval);
            }
            Settle(run);
        }
    }

    private void Settle(RunRecording run)
    {
        try
        {
            run.Settle();
        }
        catch (Exception exception)
        {
            LogNotSettled(exception, run.Id, run.Owner);
        }
    }

    private void Add(RunRecording run, TimeSpan within)
    {
        var due = Stopwatch.GetTimestamp() + (long)(within.TotalSeconds * Stopwatch.Frequency);
        if (!_changed.Add(run) && due >= _due) return;
        _due = _changed.Count == 1 ? due : Math.Min(_due, due);
        Monitor.Pulse(_gate);
    }

    private void Apply(Edit edit)
    {
        try
        {
            if (!store.IsOpen) throw new IOException(health.Failure);
            using var context = contexts.CreateDbContext();
            using var transaction = context.Database.BeginTransaction();
            edit.Change(context);
            context.SaveChanges();
            transaction.Commit();
            edit.Done.SetResult();
        }
        catch (Exception exception)
        {
            LogEditFailed(exception);
            edit.Done.SetException(exception);
        }
    }

    private sealed record Edit(Action<MnistBlazorContext> Change)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Error, "What follows when run {Run} of learner {Learner} is stored could not be done.")]
    private partial void LogNotSettled(Exception exception, RunId run, LearnerId learner);

    [LoggerMessage(LogLevel.Error, "A change could not be stored.")]
    private partial void LogEditFailed(Exception exception);
}
