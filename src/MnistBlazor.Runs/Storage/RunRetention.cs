using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Storage;

/// <summary>A finished run and what it takes on disk.</summary>
internal sealed record StoredRun(RunId Id, DateTimeOffset CreatedAt, bool Starred, long Bytes);

/// <summary>
/// Keeps what is stored within bounds: of a learner, the oldest runs without a star leave first. When the bounds of all learners are
/// reached, a learner's own leave for their new ones, and never another's.
/// </summary>
internal sealed class RunRetention(
    RunStore store, RunRows rows, CheckpointFiles files, StoreWriter writer, IRunSignals signals, RunsOptions options,
    LearnerAddresses addresses, TimeProvider time)
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
    public IReadOnlyList<StoredRun> Stored(LearnerId owner) => rows.Ended(owner);

    /// <summary>There is no room for another run, since none of those that fill it may leave.</summary>
    public bool IsFullOfStars(LearnerId owner)
    {
        var starred = Stored(owner).Where(run => run.Starred).ToList();
        return starred.Count >= options.MaxStoredRunsPerLearner || starred.Sum(run => run.Bytes) >= options.MaxStoredBytesPerLearner;
    }

    /// <summary>
    /// Why there is no room for a learner's next run: the bounds of all are reached, or an address has its half, and nothing of the
    /// learner's own may leave. Null: there is room.
    /// </summary>
    public Message? Full(LearnerId owner)
    {
        var all = store.Used();
        var (runs, bytes) = (options.MaxStoredRuns, options.MaxStoredBytes);
        Message? full = null;
        if (all.Runs >= runs || all.Bytes >= bytes)
            full = RunMessages.ServerFull(runs, bytes);
        else if ((all.Runs >= runs / 2 || all.Bytes >= bytes / 2)
            && addresses.Beside(owner) is { Count: > 0 } beside && store.Used(beside) is var theirs
            && (theirs.Runs >= runs / 2 || theirs.Bytes >= bytes / 2))
            full = RunMessages.ServerFullOfAddress(runs / 2, bytes / 2);
        return full is null || Stored(owner).Any(run => !run.Starred) ? null : full;
    }

    /// <summary>What a learner may keep: the newest run at least, whatever others keep.</summary>
    /// <param name="stored">The learner's, newest first.</param>
    /// <param name="coming">One more, which is not stored yet.</param>
    public (int Runs, long Bytes) Share(IReadOnlyList<StoredRun> stored, StoredRun? coming = null)
    {
        var all = store.Used();
        if (coming is not null) all = (all.Runs + 1, all.Bytes + coming.Bytes);
        var (runs, bytes) = (options.MaxStoredRunsPerLearner, options.MaxStoredBytesPerLearner);
        var newest = coming ?? stored.FirstOrDefault();
        if (newest is null || all.Runs <= options.MaxStoredRuns && all.Bytes <= options.MaxStoredBytes) return (runs, bytes);
        var own = stored.Sum(run => run.Bytes) + (coming?.Bytes ?? 0);
        var count = stored.Count + (coming is null ? 0 : 1);
        return (
            Math.Clamp(count - Math.Max(0, all.Runs - options.MaxStoredRuns), 1, runs),
            Math.Min(bytes, Math.Max(newest.Bytes, own - Math.Max(0, all.Bytes - options.MaxStoredBytes))));
    }

    /// <summary>
    /// Removes what is past the learner's bounds or, of the learner's, past those of all; of older runs' checkpoints but the last, and
    /// the weights of their first epochs; and of what anyone deleted too long ago to bring it back.
    /// </summary>
    public void Apply(LearnerId owner)
    {
        var deletedBefore = Now() - options.UndoDelete;
        var stored = Stored(owner);
        var older = stored.Where(run => !run.Starred).Skip(options.RunsWithAllCheckpoints).Select(run => run.Id).ToList();
        var withoutEarly = stored.Skip(options.RunsWithEarlyWeights).Select(run => run.Id).ToList();
        var (maxRuns, maxBytes) = Share(stored);
        var leaving = Leaving(stored, maxRuns, maxBytes).Select(run => run.Id).ToList();
        List<RunId> gone = [];
        List<CheckpointRow> thinned = [];
        List<EarlyWeightsRow> early = [];
        var leave = writer.WriteAsync(context =>
        {
            gone.AddRange(context.Runs.Where(run => leaving.Contains(run.Id) || run.DeletedAt < deletedBefore).Select(run => run.Id));
            context.Runs.Where(run => gone.Contains(run.Id)).ExecuteDelete();
            thinned.AddRange(context.Checkpoints.Where(row => older.Contains(row.RunId)
                && context.Checkpoints.Any(later => later.RunId == row.RunId && later.Step > row.Step)));
            context.Checkpoints.RemoveRange(thinned);
            // Of many that are deleted one after the other, as trials of a learning rate are, the last.
            var deleted = context.Runs.Where(run => run.Owner == owner && run.DeletedAt != null).OrderByDescending(run => run.DeletedAt)
                .Skip(1).Select(run => run.Id).ToList();
            early.AddRange(context.EarlyWeights.Where(row => withoutEarly.Contains(row.RunId) || deleted.Contains(row.RunId)));
            context.EarlyWeights.RemoveRange(early);
        }).ContinueWith(
            written =>
            {
                if (!written.IsCompletedSuccessfully) return;
                foreach (var checkpoint in thinned) files.Delete(CheckpointFiles.Name(checkpoint));
                foreach (var weights in early) files.Delete(CheckpointFiles.Name(weights));
                foreach (var id in gone) files.DeleteRun(id);
                if (gone.Count + thinned.Count + early.Count > 0) signals.Raise(owner);
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
