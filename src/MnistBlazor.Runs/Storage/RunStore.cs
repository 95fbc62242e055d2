using Microsoft.EntityFrameworkCore;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Storage;

/// <summary>What changed in a run since it was last saved.</summary>
/// <param name="IsNew">The run has no row yet.</param>
/// <param name="Events">The next events by number.</param>
/// <param name="Points">Checkpoints that are not stored, oldest first.</param>
/// <param name="Version">Counts the changes of the run.</param>
internal sealed record RunChanges(Run Run, bool IsNew, IReadOnlyList<RunEvent> Events, IReadOnlyList<SavePoint> Points, long Version);

/// <summary>A run that the server's last life left unfinished.</summary>
/// <param name="Recoveries">How often it was found so since its last checkpoint, this time included.</param>
internal sealed record UnfinishedRun(Run Run, IReadOnlyList<RunEvent> Events, int Recoveries);

/// <summary>Reads and writes runs. What writes is called by the store's writer alone; what reads, by anyone.</summary>
internal sealed class RunStore(
    IDbContextFactory<MnistBlazorContext> contexts, DataDirectory directory, CheckpointFiles files, RunsOptions options)
{
    private volatile bool _open;

    public bool IsOpen => _open;

    /// <summary>Claims the data directory and brings the store to the newest schema.</summary>
    public void Open()
    {
        if (_open) return;
        directory.Claim();
        using var context = contexts.CreateDbContext();
        if (context.Database.GetPendingMigrations().Any())
        {
            // The directory is ours alone, so a lock found here was left by a process that died while migrating; it would wait forever.
            context.Database.ExecuteSql($"DROP TABLE IF EXISTS __EFMigrationsLock");
            context.Database.Migrate();
        }
        context.Database.ExecuteSql($"PRAGMA journal_mode = WAL");
        _open = true;
    }

    /// <summary>Saves a run's progress, its new events and its checkpoints, whose files are written already, in one transaction.</summary>
    public void Save(RunChanges changes)
    {
        var run = changes.Run;
        using var context = contexts.CreateDbContext();
        using var transaction = context.Database.BeginTransaction();
        if (changes.IsNew)
        {
            context.Runs.Add(run);
        }
        else
        {
            SaveProgress(context, changes);
        }
        var surplus = changes.Points.Count > 0 ? AddCheckpoints(context, run.Id, changes.Points) : [];
        context.SaveChanges();
        AddEvents(context, run.Id, changes.Events);
        transaction.Commit();
        foreach (var step in surplus) files.DeleteCheckpoint(run.Id, step);
    }

    // What training changes. Name, note, star and accuracy are changed by people and stay as they are.
    private static void SaveProgress(MnistBlazorContext context, RunChanges changes)
    {
        var run = changes.Run;
        context.Runs.Where(row => row.Id == run.Id).ExecuteUpdate(set =>
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
        });
    }

    // One statement for all of them: a short run has hundreds of events a second, and a statement for each would cost ten times as much.
    private static void AddEvents(MnistBlazorContext context, RunId run, IReadOnlyList<RunEvent> events)
    {
        if (events.Count == 0) return;
        var (first, bodies) = (events[0].Number, StoredJson.Write(events.Select(StoredJson.Write)));
        context.Database.ExecuteSql(
            $"INSERT INTO Events (RunId, Number, Body) SELECT {run.Value}, {first} + key, value FROM json_each({bodies})");
    }

    /// <returns>The steps whose checkpoints are no longer kept.</returns>
    private IReadOnlyList<int> AddCheckpoints(MnistBlazorContext context, RunId run, IReadOnlyList<SavePoint> points)
    {
        var known = context.Checkpoints.Where(row => row.RunId == run).ToDictionary(row => row.Step);
        foreach (var point in points.Where(point => !known.ContainsKey(point.Step)))
        {
            known[point.Step] = new CheckpointRow
            {
                RunId = run, Step = point.Step, Epoch = point.Epoch, Bytes = point.Checkpoint.Length, At = DateTimeOffset.UtcNow,
            };
            context.Checkpoints.Add(known[point.Step]);
        }
        var surplus = CheckpointThinning.Surplus([.. known.Keys.Order()], options.MaxCheckpointsPerRun);
        context.Checkpoints.RemoveRange(surplus.Select(step => known[step]));
        return surplus;
    }

    public Run? Find(RunId id)
    {
        if (!_open) return null;
        using var context = contexts.CreateDbContext();
        return context.Runs.AsNoTracking().Where(run => run.Id == id && run.DeletedAt == null).AsEnumerable().SingleOrDefault(IsKnown);
    }

    /// <summary>The learner's runs, newest first, without those that are deleted.</summary>
    public IReadOnlyList<Run> List(LearnerId owner)
    {
        if (!_open) return [];
        using var context = contexts.CreateDbContext();
        return [.. context.Runs.AsNoTracking().Where(run => run.Owner == owner && run.DeletedAt == null)
            .OrderByDescending(run => run.CreatedAt).AsEnumerable().Where(IsKnown)];
    }

    public IReadOnlyList<RunEvent> EventsAfter(RunId id, int after, int max)
    {
        if (!_open) return [];
        using var context = contexts.CreateDbContext();
        return [.. context.Events.AsNoTracking().Where(row => row.RunId == id && row.Number > after)
            .OrderBy(row => row.Number).Take(max).AsEnumerable().Select(row => row.ToEvent())];
    }

    /// <summary>A run's epochs, in order: without reading the far more numerous batches.</summary>
    public IReadOnlyList<EpochTrained> EpochsOf(RunId id)
    {
        if (!_open) return [];
        using var context = contexts.CreateDbContext();
        return [.. context.Events.AsNoTracking().Where(row => row.RunId == id && row.Body.StartsWith(RunEventRow.EpochStart))
            .OrderBy(row => row.Number).AsEnumerable().Select(row => row.ToEvent()).OfType<EpochTrained>()];
    }

    /// <summary>Checkpoints of a run, oldest first.</summary>
    public IReadOnlyList<RunCheckpoint> Checkpoints(RunId id)
    {
        if (!_open) return [];
        using var context = contexts.CreateDbContext();
        return [.. context.Checkpoints.AsNoTracking().Where(row => row.RunId == id).OrderBy(row => row.Step)
            .Select(row => new RunCheckpoint(row.Step, row.Epoch, row.Bytes, row.At))];
    }

    /// <summary>The run's checkpoints that can be read, newest first.</summary>
    public IEnumerable<byte[]> ReadCheckpoints(RunId id)
    {
        foreach (var checkpoint in Checkpoints(id).Reverse())
        {
            if (files.Read(id, checkpoint.Step) is { } bytes) yield return bytes;
        }
    }

    /// <summary>Runs that were queued, running or paused when the server last ended, oldest first; counts this start among their recoveries.</summary>
    public IReadOnlyList<UnfinishedRun> TakeUnfinished()
    {
        using var context = contexts.CreateDbContext();
        RunStatus[] unfinished = [RunStatus.Queued, RunStatus.Running, RunStatus.Paused];
        var taken = new List<UnfinishedRun>();
        foreach (var run in context.Runs.Where(row => unfinished.Contains(row.Status)).OrderBy(row => row.CreatedAt).ToList())
        {
            var recoveries = context.Entry(run).Property<int>(MnistBlazorContext.Recoveries);
            if (run.Status == RunStatus.Running) recoveries.CurrentValue++;
            if (run.DeletedAt is null && IsKnown(run)) taken.Add(new(run, EventsAfter(run.Id, 0, int.MaxValue), recoveries.CurrentValue));
            else context.Entry(run).Property(row => row.Status).CurrentValue = RunStatus.Stopped;
        }
        context.SaveChanges();
        return taken;
    }

    /// <summary>All runs that have a row, the deleted included.</summary>
    public IReadOnlySet<RunId> Ids()
    {
        using var context = contexts.CreateDbContext();
        return context.Runs.Select(run => run.Id).ToHashSet();
    }

    // Null: a version of the app made the run whose options this one does not know.
    private static bool IsKnown(Run run) => run.Options is not null;
}
