using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// The one thread that writes to the store. Runs say that they have changed; every <see cref="FlushInterval"/>, or at once when it
/// matters, the thread collects what is new of each and saves it in one transaction per run; then readers are signalled. When
/// the store cannot be written (a full or read-only disk), training goes on: what is unsaved waits in memory, is shown as such,
/// and is tried again every <see cref="RetryInterval"/>.
/// </summary>
internal sealed partial class StoreWriter : IDisposable
{
    public static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(150), RetryInterval = TimeSpan.FromSeconds(2);

    private readonly RunStore _store;
    private readonly CheckpointFiles _files;
    private readonly IDbContextFactory<MnistBlazorContext> _contexts;
    private readonly StoreHealth _health;
    private readonly RunsMetrics _metrics;
    private readonly ILogger<StoreWriter> _logger;
    private readonly Thread _thread;

    private readonly object _gate = new();
    private readonly HashSet<LiveRun> _changed = [];
    private readonly Queue<Edit> _edits = [];
    private long _due;
    private DataDirectoryInUseException? _refused;
    private bool _finishing, _abandoned;

    public StoreWriter(
        RunStore store, CheckpointFiles files, IDbContextFactory<MnistBlazorContext> contexts, StoreHealth health, RunsMetrics metrics,
        ILogger<StoreWriter> logger)
    {
        (_store, _files, _contexts, _health, _metrics, _logger) = (store, files, contexts, health, metrics, logger);
        _thread = new Thread(Work) { IsBackground = true, Name = "store writer" };
    }

    /// <summary>The store has been opened: called once, on the thread that opened it.</summary>
    public Action Opened { get; set; } = () => { };

    /// <summary>Readers of the run may look again.</summary>
    public Action<LiveRun> Flushed { get; set; } = _ => { };

    /// <summary>Opens the store, if it can be opened, and starts writing.</summary>
    /// <exception cref="DataDirectoryInUseException"/>
    public void Start()
    {
        TryOpen();
        if (_refused is not null) throw _refused;
        _thread.Start();
    }

    /// <summary>The run has something to store.</summary>
    public void Touch(LiveRun run, bool urgent)
    {
        var within = !_health.Writable ? RetryInterval : urgent ? TimeSpan.Zero : FlushInterval;
        lock (_gate) Add(run, within);
    }

    /// <summary>Does something to the store on the writing thread, in a transaction. The task ends when it is stored, or with what prevented that.</summary>
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
    public void Finish()
    {
        lock (_gate)
        {
            _finishing = true;
            Monitor.Pulse(_gate);
        }
        if (_thread.IsAlive) _thread.Join();
    }

    /// <summary>Ends the thread without storing what it has not begun to store.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _abandoned = true;
            Monitor.Pulse(_gate);
        }
        if (_thread.IsAlive) _thread.Join();
    }

    private void Work()
    {
        while (Next(out var runs, out var edits, out var last))
        {
            TryOpen();
            Flush(runs);
            foreach (var edit in edits) Apply(edit);
            if (last) return;
        }
    }

    private bool Next(out List<LiveRun> runs, out List<Edit> edits, out bool last)
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

    private void TryOpen()
    {
        if (_store.IsOpen) return;
        try
        {
            _store.Open();
            _health.Works();
            Opened();
        }
        catch (Exception exception)
        {
            _refused = exception as DataDirectoryInUseException;
            Fails(exception);
        }
    }

    private void Flush(List<LiveRun> runs)
    {
        var diskFails = !_store.IsOpen;
        foreach (var run in runs)
        {
            var changes = run.Collect();
            if (changes is not null && (diskFails || !TrySave(run, changes, out diskFails)))
            {
                run.NotSaved();
                lock (_gate) Add(run, RetryInterval);
            }
            Tell(run);
        }
    }

    private void Tell(LiveRun run)
    {
        try
        {
            Flushed(run);
        }
        catch (Exception exception)
        {
            LogSubscriberFailed(exception, run.Id, run.Owner);
        }
    }

    /// <param name="diskFails">Whether the other runs need not be tried now.</param>
    /// <returns>Whether all that was collected is stored.</returns>
    private bool TrySave(LiveRun run, RunChanges changes, out bool diskFails)
    {
        diskFails = false;
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var filesWritten = TryWriteFiles(run.Id, changes.Points);
            if (!filesWritten) changes = changes with { Points = [] };
            _store.Save(changes);
            run.Saved(changes);
            if (filesWritten) _health.Works();
            return filesWritten;
        }
        catch (Exception exception)
        {
            Fails(exception);
            diskFails = exception.GetBaseException() is SqliteException { SqliteErrorCode: not SqliteConstraint } or IOException;
            return false;
        }
        finally
        {
            _metrics.Flushed(Stopwatch.GetElapsedTime(begun));
        }
    }

    private bool TryWriteFiles(RunId run, IReadOnlyList<SavePoint> points)
    {
        try
        {
            foreach (var point in points) _files.Write(run, point);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fails(exception);
            return false;
        }
    }

    private void Add(LiveRun run, TimeSpan within)
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
            if (!_store.IsOpen) throw new IOException(_health.Failure);
            using var context = _contexts.CreateDbContext();
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

    private void Fails(Exception exception)
    {
        _metrics.StoreFailed();
        if (_health.Fails(exception)) LogStoreFails(exception);
    }

    private const int SqliteConstraint = 19;

    private sealed record Edit(Action<MnistBlazorContext> Change)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Error, "The store cannot be written. Training goes on; what is not saved is tried again every two seconds.")]
    private partial void LogStoreFails(Exception exception);

    [LoggerMessage(LogLevel.Error, "Who listens to run {Run} of learner {Learner} failed.")]
    private partial void LogSubscriberFailed(Exception exception, RunId run, LearnerId learner);

    [LoggerMessage(LogLevel.Error, "A change could not be stored.")]
    private partial void LogEditFailed(Exception exception);
}
