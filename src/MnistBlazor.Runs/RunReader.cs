using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>Finds runs and what is on record of them: in memory those that live here, in the store all others. Thread-safe.</summary>
internal sealed class RunReader(LiveRuns live, RunStore store, RunTails tails, StoreHealth health, IRunDispatcher dispatcher)
{
    public Run? Find(LearnerId learner, RunId id) => Find(id) is { } run && run.Owner == learner ? run : null;

    /// <exception cref="RunNotFoundException"/>
    public Run Get(LearnerId learner, RunId id) => Find(learner, id) ?? throw new RunNotFoundException(id);

    public Run? Find(RunId id)
    {
        if (live.Find(id) is not { } found) return store.Find(id) is { } stored ? View(stored) : null;
        return found.Deleted ? null : View(found.Snapshot);
    }

    /// <summary>The learner's runs, newest first.</summary>
    public IReadOnlyList<Run> List(LearnerId learner)
    {
        // Those in memory first: between the two, one may leave memory for the store, and none goes the other way.
        var inMemory = live.Of(learner).ToList();
        var runs = store.List(learner).ToDictionary(run => run.Id);
        foreach (var found in inMemory)
        {
            if (found.Deleted) runs.Remove(found.Id);
            else runs[found.Id] = found.Snapshot;
        }
        return [.. runs.Values.OrderByDescending(run => run.CreatedAt).Select(View)];
    }

    public IReadOnlyList<Run> DeletedByTeacher(LearnerId learner) => [.. store.DeletedByTeacher(learner).Select(run => run.AsShown())];

    public IReadOnlyList<RunEvent> EventsAfter(RunId id, int after, int max)
    {
        (after, max) = (Math.Max(0, after), Math.Max(0, max));
        return live.Find(id) is { } found ? found.Recording.Log.After(after, max) : tails.After(id, after, max);
    }

    public IReadOnlyList<EpochTrained> EpochsOf(RunId id) =>
        live.Find(id) is { } found ? [.. found.Recording.Log.After(0, int.MaxValue).OfType<EpochTrained>()] : store.EpochsOf(id);

    /// <summary>The run as people may see it, with its place, which is nowhere on record.</summary>
    public Run View(Run run) => ViewPlace(health.IsAway && !run.Ended ? run.AsShown() with { Unsaved = true } : run.AsShown());

    private Run ViewPlace(Run run) => !run.Ended && dispatcher.PlaceOf(run.Id) is { } place
        ? run with
        {
            QueuePosition = place.QueuePosition,
            EstimatedWait = place.EstimatedWait,
            Moved = place.Moved,
            Obstacle = place.Obstacle,
        }
        : run;
}
