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
        var oldest = all.Where(run => !run.Starred).OrderBy(run => run.CreatedAt);
        return [.. Leaving(oldest, (all.Count, all.Sum(run => run.Bytes)), (maxRuns, maxBytes))];
    }

    /// <param name="oldest">Those that may leave, the oldest first, read as far as they must.</param>
    /// <param name="used">What all take, with those that stay.</param>
    private static IEnumerable<StoredRun> Leaving(
        IEnumerable<StoredRun> oldest, (int Runs, long Bytes) used, (int Runs, long Bytes) bounds)
    {
        foreach (var run in oldest)
        {
            if (used.Runs <= bounds.Runs && used.Bytes <= bounds.Bytes) yield break;
            yield return run;
            used = (used.Runs - 1, used.Bytes - run.Bytes);
        }
    }

    /// <summary>What the learner's finished runs take, the deleted among them left out, and which of them leave next.</summary>
    public StorageUse UseOf(LearnerId owner)
    {
        var sizes = rows.Sizes(owner);
        var (bytes, next) = (sizes.Sum(), sizes.DefaultIfEmpty().Max());
        var (own, all) = ((Runs: sizes.Count + 1, Bytes: bytes + next), store.Used());
        var bounds = Share(own, (all.Runs + 1, all.Bytes + next), next);
        var leaving = own.Runs <= bounds.Runs && own.Bytes <= bounds.Bytes
            ? []
            : rows.Oldest(owner, oldest => Leaving(oldest, own, bounds));
        return new StorageUse(
            sizes.Count, options.MaxStoredRunsPerLearner, bytes, options.MaxStoredBytesPerLearner, [.. leaving.Select(run => run.Id)]);
    }

    /// <summary>The learner's finished runs, newest first, the deleted among them left out.</summary>
    private IReadOnlyList<StoredRun> Stored(LearnerId owner) => rows.Ended(owner);

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
    /// <param name="own">What the learner's take.</param>
    /// <param name="all">What those of all take.</param>
    /// <param name="newest">Bytes of the learner's newest.</param>
    private (int Runs, long Bytes) Share((int Runs, long Bytes) own, (int Runs, long Bytes) all, long newest)
    {
        var (runs, bytes) = (options.MaxStoredRunsPerLearner, options.MaxStoredBytesPerLearner);
        if (all.Runs <= options.MaxStoredRuns && all.Bytes <= options.MaxStoredBytes) return (runs, bytes);
        return (
            Math.Clamp(own.Runs - Math.Max(0, all.Runs - options.MaxStoredRuns), 1, runs),
            Math.Min(bytes, Math.Max(newest, own.Bytes - Math.Max(0, all.Bytes - options.MaxStoredBytes))));
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
        var (maxRuns, maxBytes) = Share(
            (stored.Count, stored.Sum(run => run.Bytes)), store.Used(), stored.Select(run => run.Bytes).FirstOrDefault());
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
