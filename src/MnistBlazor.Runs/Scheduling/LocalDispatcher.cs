using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>Hands runs to the workers of this process.</summary>
internal sealed class LocalDispatcher(
    LiveRuns live, TrainingWorkers workers, RunThroughput throughput, Turns turns, RunsMetrics metrics, TrainingLog log,
    BoundsInForce bounds, LearnerAddresses addresses, TimeProvider time)
    : IRunDispatcher
{
    private readonly Lock _dispatching = new();

    public RunQueueState Queue => new(
        workers.QueueLength, bounds.Now.MaxQueuedRuns, workers.All.Sum(worker => worker.Running.Count),
        workers.All.Select(worker => turns.UntilTurn(Scheduled(worker.Running), Scheduled(worker.Queue.Order()))).Min());

    public RunPlace? PlaceOf(RunId id)
    {
        if (live.Find(id) is not { } run) return null;
        var now = run.Snapshot;
        if (now.Ended || workers.Find(now.Options.Device) is not { } worker) return null;
        var running = worker.Running;
        switch (now.Status)
        {
            case RunStatus.Queued:
                var order = worker.Queue.Order();
                // -1: taken from the queue a moment ago.
                var before = Math.Max(0, Array.IndexOf(order, run));
                return new RunPlace(before + 1, turns.UntilTurn(Scheduled(running), Scheduled(order[..before])))
                {
                    Moved = worker.Queue.IsMoved(run),
                };
            case RunStatus.Running:
                return new RunPlace(null, turns.UntilEnd(run.Scheduled, Scheduled(running), Scheduled(worker.Queue.Order())));
            default:
                return new RunPlace(null, null);
        }
    }

    public RunForecast Forecast(LearnerId learner, TrainingOptions options, int images, int classes)
    {
        var kind = RunKind.Of(options, classes);
        var steps = (long)RunWork.StepsPerEpoch(options, images) * options.Epochs;
        return new RunForecast(
            throughput.Estimate(kind, steps),
            throughput.Knows(kind),
            workers.Find(options.Device) is { } worker
                ? turns.UntilTurn(Scheduled(worker.Running), Scheduled(worker.Queue.Before(learner)))
                : TimeSpan.Zero,
            throughput.TooMuchWork(kind, steps, bounds.Now));
    }

    public Task<Run> DispatchAsync(NewRun run, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult(Dispatch(run));
        }
        catch (RunRefusedException refusal)
        {
            return Task.FromException<Run>(refusal);
        }
    }

    public Task SendAsync(RunId id, RunCommand command, CancellationToken cancellation)
    {
        if (live.Find(id) is not { } run || run.Snapshot.Ended) return Task.CompletedTask;
        var worker = workers.Find(run.Snapshot.Options.Device);
        var stops = command is RunCommand.Stop or RunCommand.StopByTeacher;
        // One that has begun is its worker's, also while it gives way.
        var begun = run.Snapshot is not { Status: RunStatus.Queued, GivesWay: false };
        if (!begun && stops && worker?.Dequeue(run) == true)
        {
            Cancel(run, command == RunCommand.StopByTeacher ? RunMessages.StoppedByTeacher : null);
        }
        else if (begun || stops)
        {
            run.Commands.Enqueue(command);
            worker?.Wake();
        }
        return Task.CompletedTask;
    }

    public Task<bool> MoveAsync(RunId id, LineMove move, CancellationToken cancellation) => Task.FromResult(
        live.Find(id) is { } run && workers.Find(run.Snapshot.Options.Device) is { } worker && worker.Move(run, move));

    public TrainedModel? WeightsOf(RunId run, out int step)
    {
        var newest = live.Find(run)?.Weights;
        step = newest?.Step ?? 0;
        return newest?.Model;
    }

    // Between two places for a moment: what has just begun comes first, whatever else trains or waits nowhere comes last.
    public IReadOnlyList<DeviceLine> Lines()
    {
        var all = live.All.Where(run => !run.Snapshot.Ended && !run.Deleted).ToLookup(run => run.Snapshot.Options.Device);
        return [.. workers.All.Select(worker =>
        {
            var running = worker.Running.Concat(all[worker.Device].Where(run => run.Snapshot.Status == RunStatus.Running));
            var places = running.Concat(worker.Queue.Order()).Distinct().Index().ToDictionary(pair => pair.Item, pair => pair.Index);
            return new DeviceLine(worker.Device, [.. all[worker.Device]
                .OrderBy(run => places.GetValueOrDefault(run, int.MaxValue)).ThenBy(run => run.Snapshot.CreatedAt)
                .Select(run => run.Id)]);
        })];
    }

    private static List<ScheduledRun> Scheduled(IEnumerable<LiveRun> runs) => [.. runs.Select(run => run.Scheduled)];

    private Run Dispatch(NewRun asked)
    {
        var run = asked.Run;
        var worker = workers.Find(run.Options.Device) ?? throw new RunRefusedException(RunMessages.UnknownDevice(run.Options.Device));
        lock (_dispatching)
        {
            if (Refusal(run, bounds.Now) is { } refusal) throw new RunRefusedException(refusal);
            var past = new RunLog();
            foreach (var happened in asked.Past) past.Append(happened);
            var queued = live.Add(run, past);
            queued.Record(now => now, [new RunQueued { At = run.CreatedAt }], asked.Start, urgent: true);
            log.Queued(run.Id, run.Owner, run.Lesson, run.Options.Device);
            worker.Enqueue(queued);
            return queued.Snapshot;
        }
    }

    private Message? Refusal(Run run, RunBounds now)
    {
        var learner = run.Owner;
        var (images, classes) = live.SizeOf(learner, run.Options.Dataset);
        var steps = (long)RunWork.StepsPerEpoch(run.Options, images) * run.Options.Epochs - run.Step;
        if (throughput.TooMuchWork(RunKind.Of(run.Options, classes), steps, now) is { } tooMuch) return tooMuch;
        if (!now.QueueOpen) return RunMessages.QueueClosed;
        if (live.Of(learner).Count() >= now.MaxUnfinishedRunsPerLearner)
            return RunMessages.TooManyUnfinished(now.MaxUnfinishedRunsPerLearner);
        if (addresses.Of(learner) is { } address
            && live.Owners.Count(owner => addresses.Of(owner) == address) >= now.MaxUnfinishedRunsPerAddress)
            return RunMessages.TooManyOfAddress(now.MaxUnfinishedRunsPerAddress);
        return workers.QueueLength >= now.MaxQueuedRuns ? RunMessages.QueueFull(now.MaxQueuedRuns) : null;
    }

    private void Cancel(LiveRun run, Message? reason)
    {
        var now = time.GetUtcNow();
        run.Record(
            queued => queued with { Status = RunStatus.Stopped, EndedAt = now, Failure = reason },
            [new RunEnded(RunStatus.Stopped, reason) { At = now }], urgent: true);
        metrics.Ended(RunStatus.Stopped);
        log.Ended(run.Id, run.Owner, RunStatus.Stopped, run.Snapshot.Step);
    }
}
