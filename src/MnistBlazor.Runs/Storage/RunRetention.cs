using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Storage;

/// <summary>A finished run and what it takes on disk.</summary>
internal sealed record StoredRun(RunId Id, DateTimeOffset CreatedAt, bool Starred, long Bytes);

/// <summary>Keeps what a learner stores within bounds: the oldest runs without a star leave first.</summary>
internal sealed class RunRetention(
    RunStore store, CheckpointFiles files, StoreWriter writer, IRunSignals signals, RunsOptions options, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly (DateTimeOffset Time, long Timestamp) _begun = (time.GetUtcNow(), time.GetTimestamp());
    private Task _leaving = Task.CompletedTask;

    /// <summary>The runs that must go so that the others are within both bounds, the oldest first. Starred ones count and stay.</summary>
    public static IReadOnlyList<StoredRun> Leaving(IEnumerable<StoredRun> runs, int maxRuns, long maxBytes)
    {
        var all = runs.ToList();
        var (count, bytes) = (all.Count, all.Sum(run => run.Bytes));
        var leaving = new List<StoredRun>();
        foreach (var run in all.Where(run => !run.Starred).OrderBy(run => run.CreatedAt))
        {
            if (count <= maxRuns && bytes <= maxBytes) break;
            leaving.Add(run);
            count--;
            bytes -= run.Bytes;
        }
        return leaving;
    }

    /// <summary>The learner's finished runs, newest first, the deleted among them left out.</summary>
    public IReadOnlyList<StoredRun> Stored(LearnerId owner) =>
        Stored(owner, run => run.Ended);

    /// <summary>There is no room for another run, since none of those that fill it may leave.</summary>
    public bool IsFullOfStars(LearnerId owner)
    {
        var starred = Stored(owner, run => run.Ended && run.Starred);
        return starred.Count >= options.MaxStoredRunsPerLearner || starred.Sum(run => run.Bytes) >= options.MaxStoredBytesPerLearner;
    }

    private IReadOnlyList<StoredRun> Stored(LearnerId owner, Func<Run, bool> which) =>
        [.. store.List(owner).Where(which).Select(run => new StoredRun(run.Id, run.CreatedAt, run.Starred, files.Size(run.Id)))];

    /// <summary>
    /// Removes what is past the learner's bounds, of older runs' checkpoints but the last, and of what anyone deleted too long
    /// ago to bring it back.
    /// </summary>
    public void Apply(LearnerId owner)
    {
        var deletedBefore = Now() - options.UndoDelete;
        var stored = Stored(owner);
        var older = stored.Where(run => !run.Starred).Skip(options.RunsWithAllCheckpoints).Select(run => run.Id).ToList();
        var leaving = Leaving(stored, options.MaxStoredRunsPerLearner, options.MaxStoredBytesPerLearner).Select(run => run.Id).ToList();
        List<RunId> gone = [];
        List<CheckpointRow> thinned = [];
        var leave = writer.WriteAsync(context =>
        {
            gone.AddRange(context.Runs.Where(run => leaving.Contains(run.Id) || run.DeletedAt < deletedBefore).Select(run => run.Id));
            context.Runs.Where(run => gone.Contains(run.Id)).ExecuteDelete();
            thinned.AddRange(context.Checkpoints.Where(row => older.Contains(row.RunId)
                && context.Checkpoints.Any(later => later.RunId == row.RunId && later.Step > row.Step)));
            context.Checkpoints.RemoveRange(thinned);
        }).ContinueWith(
            written =>
            {
                if (!written.IsCompletedSuccessfully) return;
                foreach (var checkpoint in thinned) files.DeleteCheckpoint(checkpoint.RunId, checkpoint.Step);
                foreach (var id in gone) files.DeleteRun(id);
                if (gone.Count + thinned.Count > 0) signals.Raise(owner);
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        lock (_gate) _leaving = Task.WhenAll(_leaving, leave);
    }

    // A clock that jumps ahead takes nothing away early that can still be brought back.
    private DateTimeOffset Now()
    {
        var (clock, counted) = (time.GetUtcNow(), _begun.Time + time.GetElapsedTime(_begun.Timestamp));
        return clock < counted ? clock : counted;
    }

    /// <summary>Returns when the files of all that is to leave are gone. The writer has finished before.</summary>
    public void Finish()
    {
        Task leaving;
        lock (_gate) leaving = _leaving;
        Task.WaitAny([leaving], Patience);
    }
}
