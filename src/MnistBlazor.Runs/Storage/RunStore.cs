using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Storage;

/// <summary>A run that the server's last life left unfinished.</summary>
/// <param name="Recoveries">How often it was found so since its last checkpoint, this time included.</param>
/// <param name="Epoch">The epoch of ownership of its row.</param>
internal sealed record UnfinishedRun(Run Run, IReadOnlyList<RunEvent> Events, int Recoveries, int Epoch);

/// <summary>Reads and writes runs. What writes is called by the store's writer alone; what reads, by anyone.</summary>
internal sealed class RunStore(
    IDbContextFactory<MnistBlazorContext> contexts, IStoreDialect dialect, StoreReads reads, DataDirectory directory,
    CheckpointFiles files, RunsOptions options)
{
    private static readonly RunStatus[] Unfinished = [RunStatus.Queued, RunStatus.Running, RunStatus.Paused];

    private volatile bool _open;

    public bool IsOpen => _open;

    /// <summary>Claims the data directory, brings the store to the newest schema, and removes files that it does not know.</summary>
    public void Open()
    {
        if (_open) return;
        directory.Claim();
        using var context = contexts.CreateDbContext();
        dialect.Prepare(context);
        // Before anything is written: no file of a run that is in memory only is there yet. Where others write, they may be about to.
        if (!dialect.IsShared) Sweep(context);
        _open = true;
    }

    private void Sweep(MnistBlazorContext context) => files.Sweep(
            context.Runs.Select(run => run.Id).ToHashSet(),
            context.Checkpoints.AsNoTracking().AsEnumerable().Select(CheckpointFiles.Name)
                .Concat(context.EarlyWeights.AsNoTracking().AsEnumerable().Select(CheckpointFiles.Name))
                .ToHashSet());

    /// <summary>Whether the run's row is of this epoch of ownership.</summary>
    public bool IsOwned(RunId id, int epoch)
    {
        using var context = contexts.CreateDbContext();
        return context.Runs.Any(row => row.Id == id && EF.Property<int>(row, MnistBlazorContext.OwnerEpoch) == epoch);
    }

    /// <summary>Saves a run's progress, its new events and its checkpoints, whose files are written already, in one transaction.</summary>
    /// <returns>False: the run's row is of another epoch of ownership, or gone, and nothing is written.</returns>
    public bool Save(RunChanges changes)
    {
        var run = changes.Run;
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        if (changes.IsNew)
            context.Runs.Add(run).Property(MnistBlazorContext.OwnerEpoch).CurrentValue = changes.Epoch;
        else if (!SaveProgress(context, changes))
            return false;
        var surplus = FileRows.Add(context, changes, options.MaxCheckpointsPerRun);
        context.SaveChanges();
        var events = run.Unsaved ? Missing(context, changes) : changes.Events;
        if (events.Count > 0) dialect.AddEvents(context, run.Id, events[0].Number, [.. events.Select(StoredJson.Write)]);
        transaction.Commit();
        foreach (var file in surplus) files.Delete(file);
        return true;
    }

    // An attempt that failed may have been committed all the same: only the answer was lost.
    private static IReadOnlyList<RunEvent> Missing(MnistBlazorContext context, RunChanges changes)
    {
        var last = context.Events.Where(row => row.RunId == changes.Run.Id).Max(row => (int?)row.Number) ?? 0;
        return [.. changes.Events.Where(happened => happened.Number > last)];
    }

    // What training changes. Name, note, star and accuracy are changed by people and stay as they are. That the epoch is compared in the
    // statement that writes leaves no moment in which the run could be handed on in between.
    private static bool SaveProgress(MnistBlazorContext context, RunChanges changes)
    {
        var run = changes.Run;
        var own = context.Runs.Where(row => row.Id == run.Id && EF.Property<int>(row, MnistBlazorContext.OwnerEpoch) == changes.Epoch);
        return own.ExecuteUpdate(set =>
        {
            set.SetProperty(row => row.Status, run.Status)
                .SetProperty(row => row.StartedAt, run.StartedAt)
                .SetProperty(row => row.EndedAt, run.EndedAt)
                .SetProperty(row => row.TorchVersion, run.TorchVersion)
                .SetProperty(row => row.Step, run.Step)
                .SetProperty(row => row.Epoch, run.Epoch)
                .SetProperty(row => row.StepsPerEpoch, run.StepsPerEpoch)
                .SetProperty(row => row.Loss, run.Loss)
                .SetProperty(row => row.Failure, run.Failure);
            if (changes.Points.Count > 0) set.SetProperty(row => EF.Property<int>(row, MnistBlazorContext.Recoveries), 0);
        }) > 0;
    }

    public Run? Find(RunId id) => Read(("run", id), null, context =>
        context.Runs.AsNoTracking().Where(run => run.Id == id && run.DeletedAt == null).AsEnumerable().SingleOrDefault(IsKnown));

    /// <summary>The learner's runs, newest first, without those that are deleted.</summary>
    public IReadOnlyList<Run> List(LearnerId owner) => Read(("runs", owner), [], context => (List<Run>)
        [.. context.Runs.AsNoTracking().Where(run => run.Owner == owner && run.DeletedAt == null)
            .OrderByDescending(run => run.CreatedAt).AsEnumerable().Where(IsKnown)]);

    /// <summary>Runs of all learners that have ended, the newest first, without those that are deleted.</summary>
    /// <returns>The part that was asked for, and how many there are in all.</returns>
    public (IReadOnlyList<Run> Runs, int Count) Ended(int skip, int take) => Read(("ended", skip, take), ([], 0), context =>
    {
        var ended = context.Runs.AsNoTracking().Where(run => !Unfinished.Contains(run.Status) && run.DeletedAt == null);
        return (
            (List<Run>)[.. ended.OrderByDescending(run => run.CreatedAt).Skip(skip).Take(take).AsEnumerable().Where(IsKnown)],
            ended.Count());
    });

    /// <summary>The learner's runs that the teacher has deleted, as long as they could be brought back, newest first.</summary>
    public IReadOnlyList<Run> DeletedByTeacher(LearnerId owner) => Read(("deleted", owner), [], context => (List<Run>)
        [.. context.Runs.AsNoTracking().Where(run => run.Owner == owner && run.DeletedByTeacher && run.DeletedAt != null)
            .OrderByDescending(run => run.CreatedAt).AsEnumerable().Where(IsKnown)]);

    public IReadOnlyList<RunEvent> EventsAfter(RunId id, int after, int max) => Read(null, [], context => (List<RunEvent>)
        [.. context.Events.AsNoTracking().Where(row => row.RunId == id && row.Number > after)
            .OrderBy(row => row.Number).Take(max).AsEnumerable().Select(row => row.ToEvent())]);

    /// <summary>A run's epochs, in order: without reading the far more numerous batches.</summary>
    public IReadOnlyList<EpochTrained> EpochsOf(RunId id) => Read(("epochs", id), [], context => Epochs(context, id));

    /// <summary>The last epochs of the newest completed runs of all learners, newest first.</summary>
    public IReadOnlyList<(Run Run, EpochTrained Last)> LastEpochs(int runs)
    {
        using var context = contexts.CreateDbContext();
        var newest = context.Runs.AsNoTracking().Where(run => run.Status == RunStatus.Completed && run.StepsPerEpoch > 0)
            .OrderByDescending(run => run.CreatedAt).Take(runs).AsEnumerable().Where(IsKnown).ToList();
        return [.. newest.Select(run => (run, Epochs(context, run.Id).LastOrDefault())).OfType<(Run, EpochTrained)>()];
    }

    /// <summary>Checkpoints of a run, oldest first.</summary>
    public IReadOnlyList<RunCheckpoint> Checkpoints(RunId id) => Read(("checkpoints", id), [], context => (List<RunCheckpoint>)
        [.. Checkpoints(context, id).Select(row => new RunCheckpoint(row.Step, row.Epoch, row.Bytes, row.At))]);

    /// <summary>
    /// The run's checkpoints that can be read, newest first. While the database is away this waits for it: without them a run would begin
    /// anew.
    /// </summary>
    /// <param name="wanted">Asked for each step; null: all.</param>
    /// <exception cref="StoreAwayException">It did not come back in time.</exception>
    public IEnumerable<(int Step, byte[] Bytes)> ReadCheckpoints(RunId id, Func<int, bool>? wanted = null)
    {
        if (!_open) yield break;
        var known = dialect.WhenThere(() =>
        {
            using var context = contexts.CreateDbContext();
            return Checkpoints(context, id);
        });
        foreach (var row in Enumerable.Reverse(known).Where(row => wanted?.Invoke(row.Step) != false))
        {
            if (files.Read(row) is { } bytes) yield return (row.Step, bytes);
        }
    }

    /// <summary>The steps of the run's first epoch whose weights are kept, ascending, each with its file's name.</summary>
    public IReadOnlyList<(int Step, string File)> EarlySteps(RunId id) => Read(("early", id), [], context => (List<(int, string)>)
        [.. context.EarlyWeights.AsNoTracking().Where(row => row.RunId == id).AsEnumerable()
            .SelectMany(row => row.Steps.Split(' ')
                .Select(step => (Step: int.Parse(step, CultureInfo.InvariantCulture), File: CheckpointFiles.Name(row))))
            .DistinctBy(one => one.Step).OrderBy(one => one.Step)]);

    /// <summary>
    /// Runs that were queued, running or paused when the server last ended, oldest first; counts this start among their recoveries.
    /// </summary>
    public IReadOnlyList<UnfinishedRun> TakeUnfinished()
    {
        using var context = contexts.CreateDbContext();
        var taken = new List<UnfinishedRun>();
        foreach (var run in context.Runs.Where(row => Unfinished.Contains(row.Status)).OrderBy(row => row.CreatedAt).ToList())
        {
            var recoveries = context.Entry(run).Property<int>(MnistBlazorContext.Recoveries);
            if (run.Status == RunStatus.Running) recoveries.CurrentValue++;
            var epoch = context.Entry(run).Property<int>(MnistBlazorContext.OwnerEpoch).CurrentValue;
            if (run.DeletedAt is null && IsKnown(run))
                taken.Add(new(run, EventsAfter(run.Id, 0, int.MaxValue), recoveries.CurrentValue, epoch));
            else
                context.Entry(run).Property(row => row.Status).CurrentValue = RunStatus.Stopped;
        }
        context.SaveChanges();
        return taken;
    }

    /// <summary>
    /// Hands an unfinished run to a process: whoever had it before writes no more. One that was training counts this among its recoveries.
    /// </summary>
    /// <param name="worker">Null: to nobody; who calls writes once more and leaves it.</param>
    /// <returns>Null: it is gone, has ended, or this version of the app cannot read it.</returns>
    public UnfinishedRun? Take(RunId id, string? worker)
    {
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        var taken = context.Runs.Where(row => row.Id == id && Unfinished.Contains(row.Status) && row.DeletedAt == null)
            .ExecuteUpdate(set => set
                .SetProperty(
                    row => EF.Property<int>(row, MnistBlazorContext.OwnerEpoch),
                    row => EF.Property<int>(row, MnistBlazorContext.OwnerEpoch) + 1)
                .SetProperty(
                    row => EF.Property<int>(row, MnistBlazorContext.Recoveries),
                    row => EF.Property<int>(row, MnistBlazorContext.Recoveries) + (row.Status == RunStatus.Running ? 1 : 0))
                .SetProperty(row => EF.Property<string?>(row, MnistBlazorContext.Worker), worker));
        if (taken == 0) return null;
        var row = context.Runs.Single(run => run.Id == id);
        var (recoveries, epoch) = (
            context.Entry(row).Property<int>(MnistBlazorContext.Recoveries).CurrentValue,
            context.Entry(row).Property<int>(MnistBlazorContext.OwnerEpoch).CurrentValue);
        var events = context.Events.AsNoTracking().Where(one => one.RunId == id).OrderBy(one => one.Number)
            .AsEnumerable().Select(one => one.ToEvent()).ToList();
        transaction.Commit();
        return IsKnown(row) ? new(row, events, recoveries, epoch) : null;
    }

    /// <summary>Runs that have not ended, oldest first, each with the process that has it.</summary>
    public IReadOnlyList<(Run Run, string? Worker)> AllUnfinished()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.Runs.AsNoTracking().Where(row => Unfinished.Contains(row.Status) && row.DeletedAt == null)
            .OrderBy(row => row.CreatedAt)
            .Select(row => new { Run = row, Worker = EF.Property<string?>(row, MnistBlazorContext.Worker) })
            .AsEnumerable().Where(row => IsKnown(row.Run)).Select(row => (row.Run, row.Worker))];
    }

    /// <summary>Runs of these learners that have not ended.</summary>
    public int CountUnfinished(IReadOnlyCollection<LearnerId> owners)
    {
        using var context = contexts.CreateDbContext();
        return context.Runs.Count(row => owners.Contains(row.Owner) && Unfinished.Contains(row.Status) && row.DeletedAt == null);
    }

    /// <summary>
    /// Runs that have a row, of these learners or, for null, of all, and the bytes of their checkpoints and weights; the deleted included.
    /// </summary>
    public (int Runs, long Bytes) Used(IReadOnlyCollection<LearnerId>? owners = null) => Read(Key(owners), default, context =>
    {
        var runs = owners is null ? context.Runs : context.Runs.Where(run => owners.Contains(run.Owner));
        var checkpoints = owners is null
            ? context.Checkpoints
            : context.Checkpoints.Where(row => runs.Any(run => run.Id == row.RunId));
        var weights = owners is null
            ? context.EarlyWeights
            : context.EarlyWeights.Where(row => runs.Any(run => run.Id == row.RunId));
        return (runs.Count(), checkpoints.Sum(row => (long)row.Bytes) + weights.Sum(row => row.Bytes));
    });

    private static object Key(IReadOnlyCollection<LearnerId>? owners) => ("used", owners is null ? "" : string.Join(' ', owners));

    /// <param name="otherwise">While the store is not open.</param>
    private T Read<T>(object? key, T otherwise, Func<MnistBlazorContext, T> query) =>
        _open ? reads.Read(key, query) : otherwise;

    private static List<EpochTrained> Epochs(MnistBlazorContext context, RunId id) =>
        [.. context.Events.AsNoTracking().Where(row => row.RunId == id && row.Body.StartsWith(RunEventRow.EpochStart))
            .OrderBy(row => row.Number).AsEnumerable().Select(row => row.ToEvent()).OfType<EpochTrained>()];

    private static List<CheckpointRow> Checkpoints(MnistBlazorContext context, RunId id) =>
        [.. context.Checkpoints.AsNoTracking().Where(row => row.RunId == id).OrderBy(row => row.Step)];

    // Null: a version of the app made the run whose options this one does not know.
    private static bool IsKnown(Run run) => run.Options is not null;
}
