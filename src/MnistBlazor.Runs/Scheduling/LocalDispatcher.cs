using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>Hands runs to the workers of this process.</summary>
internal sealed class LocalDispatcher(
    LiveRuns live, TrainingWorkers workers, RunThroughput throughput, RunsMetrics metrics, TrainingLog log, RunsOptions options,
    BoundsInForce bounds, LearnerAddresses addresses, TimeProvider time)
    : IRunDispatcher
{
    private readonly Lock _dispatching = new();

    public RunQueueState Queue => new(
        workers.QueueLength, bounds.Now.MaxQueuedRuns, workers.All.Sum(worker => worker.Running.Count),
        workers.All.Select(worker => WaitFor(null, worker)).Min());

    public RunPlace? PlaceOf(RunId id)
    {
        if (live.Find(id) is not { } run) return null;
        var now = run.Snapshot;
        if (now.Ended || workers.Find(now.Options.Device) is not { } worker) return null;
        return now.Status switch
        {
            // -1: taken from the queue a moment ago.
            RunStatus.Queued => new RunPlace(Math.Max(1, 1 + Array.IndexOf(worker.Queue.Order(), run)), WaitFor(run, worker))
            {
                Moved = worker.Queue.IsMoved(run),
            },
            RunStatus.Running => new RunPlace(null, throughput.EstimateRest(run) * Math.Max(1, worker.Running.Count)),
            _ => new RunPlace(null, null),
        };
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
        if (stops && worker?.Dequeue(run) == true)
        {
            Cancel(run, command == RunCommand.StopByTeacher ? RunMessages.StoppedByTeacher : null);
        }
        else if (run.Snapshot.Status != RunStatus.Queued || stops)
        {
            run.Commands.Enqueue(command);
            worker?.Wake();
        }
        return Task.CompletedTask;
    }

    public Task<bool> MoveAsync(RunId id, LineMove move, CancellationToken cancellation) => Task.FromResult(
        live.Find(id) is { } run && workers.Find(run.Snapshot.Options.Device) is { } worker && worker.Move(run, move));

    private Run Dispatch(NewRun asked)
    {
        var run = asked.Run;
        var worker = workers.Find(run.Options.Device) ?? throw new RunRefusedException(RunMessages.UnknownDevice(run.Options.Device));
        lock (_dispatching)
        {
            if (Refusal(run.Owner, bounds.Now) is { } refusal) throw new RunRefusedException(refusal);
            var past = new RunLog();
            foreach (var happened in asked.Past) past.Append(happened);
            var queued = live.Add(run, past);
            queued.Record(now => now, [new RunQueued { At = run.CreatedAt }], asked.Start, urgent: true);
            log.Queued(run.Id, run.Owner, run.Lesson, run.Options.Device);
            worker.Enqueue(queued);
            return queued.Snapshot;
        }
    }

    private Message? Refusal(LearnerId learner, RunBounds now)
    {
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

    /// <summary>Time until a queued run starts, or, for null, one that would be queued now; null: not known yet.</summary>
    private TimeSpan? WaitFor(LiveRun? run, TrainingWorker worker)
    {
        var concurrency = options.ConcurrentRunsPerDevice;
        var ahead = worker.Running.Concat(worker.Queue.Order().TakeWhile(other => other != run)).ToArray();
        if (ahead.Length < concurrency) return TimeSpan.Zero;
        var wait = TimeSpan.Zero;
        foreach (var other in ahead)
        {
            if (throughput.EstimateRest(other) is not { } rest) return null;
            wait += rest / concurrency;
        }
        return wait;
    }
}
