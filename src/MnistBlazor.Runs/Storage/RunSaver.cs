using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Storage;

/// <summary>How an attempt to save a run ended.</summary>
internal enum SaveResult
{
    /// <summary>The store has everything, or the run is another's and needs nothing.</summary>
    Done,

    /// <summary>Something of this run waits to be tried again.</summary>
    Failed,

    /// <summary>The store itself fails: other runs need not be tried now.</summary>
    Unavailable,
}

/// <summary>Saves what is new of a run: the files of its checkpoints first, then the rows. For the thread that writes.</summary>
internal sealed partial class RunSaver(
    RunStore store, CheckpointFiles files, IStoreDialect dialect, StoreHealth health, RunsMetrics metrics, ILogger<RunSaver> logger)
{
    private readonly ILogger _logger = logger;

    /// <param name="postpone">Do not try now.</param>
    public SaveResult Save(RunRecording run, bool postpone)
    {
        if (run.Collect() is not { } changes) return SaveResult.Done;
        var result = postpone || !store.IsOpen ? SaveResult.Unavailable : TrySave(run, changes);
        if (result != SaveResult.Done) run.NotSaved();
        return result;
    }

    /// <summary>The store could not be written.</summary>
    public void Fails(Exception exception)
    {
        metrics.StoreFailed();
        if (health.Fails(exception)) LogStoreFails(exception);
    }

    private SaveResult TrySave(RunRecording run, RunChanges changes)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            // Asked before the files, which are not written in the rows' transaction; the rows ask once more in theirs.
            var files = changes.Points.Count + changes.Weights.Count;
            if (!changes.IsNew && files > 0 && !store.IsOwned(run.Id, changes.Epoch)) return Lose(run);
            var filesWritten = TryWriteFiles(changes);
            if (!filesWritten) changes = changes with { Points = [], Weights = [] };
            if (!store.Save(changes)) return Lose(run);
            run.Saved(changes);
            if (!filesWritten) return SaveResult.Failed;
            health.Works();
            return SaveResult.Done;
        }
        catch (Exception exception)
        {
            Fails(exception);
            return dialect.IsUnavailable(exception) ? SaveResult.Unavailable : SaveResult.Failed;
        }
        finally
        {
            metrics.Flushed(Stopwatch.GetElapsedTime(begun));
        }
    }

    private SaveResult Lose(RunRecording run)
    {
        LogLost(run.Id, run.Owner);
        run.Lose();
        return SaveResult.Done;
    }

    private bool TryWriteFiles(RunChanges changes)
    {
        try
        {
            var (run, owner) = (changes.Run.Id, changes.Epoch);
            if (changes.Weights.Count > 0) files.Write(run, changes.Weights, owner);
            foreach (var point in changes.Points) files.Write(run, point, owner);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fails(exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "The store cannot be written. Training goes on; what is not saved is tried again every two seconds.")]
    private partial void LogStoreFails(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Run {Run} of learner {Learner} is another process's now: nothing more of it is written here.")]
    private partial void LogLost(RunId run, LearnerId learner);
}
