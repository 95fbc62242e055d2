using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>How long runs wait and train under turns, as far as can be told: others come, and stop theirs.</summary>
internal sealed class Turns(RunThroughput throughput, RunsOptions options)
{
    /// <summary>Time until a run has its turn.</summary>
    /// <param name="running">The runs that train.</param>
    /// <param name="before">Those that wait and have their turns before it, in order.</param>
    /// <param name="devices">How many devices serve the line.</param>
    public TimeSpan UntilTurn(IReadOnlyList<ScheduledRun> running, IEnumerable<ScheduledRun> before, int devices = 1)
    {
        var places = options.ConcurrentRunsPerDevice * Math.Max(1, devices);
        // What each of those that train has left of its turn. They share the device, so that each is as much slower as there are others.
        var turns = running.Select(run => TurnOf(run, run.Turn)).ToList();
        var wait = TimeSpan.Zero;
        using var next = before.GetEnumerator();
        while (turns.Count < places && next.MoveNext()) turns.Add(TurnOf(next.Current, TimeSpan.Zero));
        while (turns.Count >= places)
        {
            var shortest = turns.Min();
            wait += shortest * ((double)turns.Count / Math.Max(1, devices));
            turns = [.. turns.Select(left => left - shortest)];
            turns.Remove(TimeSpan.Zero);
            if (next.MoveNext()) turns.Add(TurnOf(next.Current, TimeSpan.Zero));
        }
        return wait;
    }

    /// <summary>Time until a run that trains has ended, when all that are there take turns.</summary>
    /// <param name="devices">How many devices serve the line.</param>
    public TimeSpan UntilEnd(
        ScheduledRun run, IReadOnlyList<ScheduledRun> running, IReadOnlyList<ScheduledRun> waiting, int devices = 1)
    {
        var rest = throughput.Estimate(run.Kind, run.StepsLeft);
        // Its last turn, if nobody shares the device: whoever waits waits until it has ended.
        var others = rest <= TurnOf(run, run.Turn) ? running : [.. running, .. waiting];
        // Until it has had its rest every other run of its learner has had as much, or ended; each other learner as much as all of these.
        var own = rest + Sum(others.Where(other => other.Id != run.Id && other.Owner == run.Owner), rest);
        return own + others.Where(other => other.Owner != run.Owner).GroupBy(other => other.Owner)
            .Aggregate(TimeSpan.Zero, (sum, theirs) => sum + Least(Sum(theirs, own), own)) / Math.Max(1, devices);
    }

    private TimeSpan Sum(IEnumerable<ScheduledRun> runs, TimeSpan most) =>
        runs.Aggregate(TimeSpan.Zero, (sum, run) => sum + Least(throughput.Estimate(run.Kind, run.StepsLeft), most));

    /// <summary>A turn ends with its run or after a slice, but not within a step.</summary>
    private TimeSpan TurnOf(ScheduledRun run, TimeSpan had)
    {
        var slice = options.RunSlice - had;
        var step = throughput.PerStep(run.Kind);
        return Least(throughput.Estimate(run.Kind, run.StepsLeft), slice > step ? slice : step);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
