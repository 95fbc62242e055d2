using Microsoft.Extensions.Logging;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>Hands runs to the line of their device, from which the workers of all nodes take.</summary>
internal sealed partial class ClusterDispatcher(
    ClusterLines lines, RemoteWeights weights, LiveRuns live, RunThroughput throughput, Turns turns, BoundsInForce bounds,
    LearnerAddresses addresses, ILogger<ClusterDispatcher> logger) : IRunDispatcher
{
    public RunQueueState Queue
    {
        get
        {
            var all = lines.All;
            return new(
                all.Sum(line => line.State.Waiting.Count), bounds.Now.MaxQueuedRuns, all.Sum(line => line.Running().Count),
                all.Where(line => line.State.Workers.Count > 0)
                    .Select(line => turns.UntilTurn(line.Running(), line.Scheduled(line.State.Waiting), line.State.Workers.Count))
                    .Select(wait => (TimeSpan?)wait).Min());
        }
    }

    public RunPlace? PlaceOf(RunId id)
    {
        foreach (var line in lines.All)
        {
            var state = line.State;
            var before = state.Waiting.TakeWhile(run => run.Run != id.Value).ToList();
            if (before.Count < state.Waiting.Count)
            {
                TimeSpan? wait = state.Workers.Count == 0
                    ? null
                    : turns.UntilTurn(line.Running(), line.Scheduled(before), state.Workers.Count);
                return new RunPlace(before.Count + 1, wait)
                {
                    Moved = state.Waiting[before.Count].Moved,
                    Obstacle = state.Workers.Count == 0 ? RunMessages.NoWorker : null,
                };
            }
            if (state.Taken.FirstOrDefault(run => run.Run == id.Value) is { } taken)
            {
                return new RunPlace(null, taken.Paused
                    ? null
                    : turns.UntilEnd(
                        line.Scheduled([taken])[0], line.Running(), line.Scheduled(state.Waiting), state.Workers.Count));
            }
            if (state.Held.Any(run => run.Run == id.Value)) return new RunPlace(null, null);
        }
        return null;
    }

    public RunForecast Forecast(LearnerId learner, TrainingOptions options, int images, int classes)
    {
        var kind = RunKind.Of(options, classes);
        var steps = (long)RunWork.StepsPerEpoch(options, images) * options.Epochs;
        var refusal = throughput.TooMuchWork(kind, steps, bounds.Now);
        if (lines.Find(options.Device) is not { } line)
            return new RunForecast(throughput.Estimate(kind, steps), throughput.Knows(kind), TimeSpan.Zero, refusal);
        // About, for the line knows best: one turn of each other learner who waits and was not served just now.
        var served = line.State.Taken.Select(run => run.Learner).Append(learner.Value).ToHashSet();
        var before = line.State.Waiting.DistinctBy(run => run.Learner).Where(run => !served.Contains(run.Learner));
        return new RunForecast(
            throughput.Estimate(kind, steps), throughput.Knows(kind),
            turns.UntilTurn(line.Running(), line.Scheduled(before), line.State.Workers.Count), refusal);
    }

    public IReadOnlyList<DeviceLine> Lines() =>
        [.. lines.All.Select(line => new DeviceLine(line.Device, [.. line.State.All.Select(run => run.Id)]))];

    public TrainedModel? WeightsOf(RunId run, out int step)
    {
        if (live.Find(run) is { } here)
        {
            step = here.Weights?.Step ?? 0;
            return here.Weights?.Model;
        }
        var there = lines.All.Any(line => line.State.Taken.Any(taken => taken.Run == run.Value)) ? weights.Newest(run) : null;
        step = there?.Step ?? 0;
        return there?.Model;
    }

    public async Task<Run> DispatchAsync(NewRun asked, CancellationToken cancellation)
    {
        var run = asked.Run;
        var (images, classes) = live.SizeOf(run.Owner, run.Options.Dataset);
        var kind = RunKind.Of(run.Options, classes);
        var steps = (long)RunWork.StepsPerEpoch(run.Options, images) * run.Options.Epochs - run.Step;
        if (throughput.TooMuchWork(kind, steps, bounds.Now) is { } tooMuch) throw new RunRefusedException(tooMuch);
        var line = lines.Find(run.Options.Device) ?? throw new RunRefusedException(RunMessages.UnknownDevice(run.Options.Device));
        var ticket = new Ticket(
            RunTicketOffice.Write(asked), asked.Start?.Checkpoint, kind.Key, kind.StepWork, steps,
            [.. addresses.Beside(run.Owner).Select(learner => learner.Value)]);
        if (await AskAsync(line, ticket) is { } refusal) throw new RunRefusedException(refusal);
        return run;
    }

    private async Task<Message?> AskAsync(ClusterLine line, Ticket ticket)
    {
        try
        {
            return (await line.Grain.DispatchAsync(ticket))?.ToMessage();
        }
        catch (Exception away)
        {
            // The node that has the line, or PostgreSQL. Whoever asks has to know what to do; the log has the rest.
            LogAway(logger, away, line.Device);
            return RunMessages.LineAway;
        }
    }

    public async Task SendAsync(RunId run, RunCommand command, CancellationToken cancellation)
    {
        // One that this node does not know of yet may be in any line.
        var known = lines.All.Where(line => line.State.All.Any(one => one.Run == run.Value)).ToList();
        foreach (var line in known.Count > 0 ? known : lines.All) await line.Grain.SendAsync(run.Value, command);
    }

    public async Task<bool> MoveAsync(RunId run, LineMove move, CancellationToken cancellation)
    {
        foreach (var line in lines.All)
            if (await line.Grain.MoveAsync(run.Value, move)) return true;
        return false;
    }

    [LoggerMessage(LogLevel.Error, "The line of {Device} did not take a run.")]
    private static partial void LogAway(ILogger logger, Exception failure, string device);
}
