using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>
/// Goes on with what the server's last life left unfinished, however it ended: running runs go on from their last checkpoint, paused
/// ones stay paused, queued ones and those that gave way wait again. Called once, when the store has been opened. Where others use the
/// store too, no run is this process's before it has taken it from the line that they share.
/// </summary>
internal sealed partial class RunRecovery(
    RunStore store, IStoreDialect dialect, LiveRuns live, TrainingWorkers workers, RunThroughput throughput, RunsMetrics metrics,
    TimeProvider time, ILogger<RunRecovery> logger)
{
    private const int RunsToLearnFrom = 20;

    /// <summary>A run that takes the whole server down, each time it is continued, is given up after so many attempts.</summary>
    public const int MaxRecoveries = 25;

    public void Recover()
    {
        // How fast this machine is; the newest last, which counts most.
        foreach (var (run, last) in store.LastEpochs(RunsToLearnFrom).Reverse())
        {
            throughput.Measured(
                RunKind.Of(run.Options, RunWork.UsualClasses), TimeSpan.FromSeconds(last.Seconds / Math.Max(1, run.StepsPerEpoch)));
        }
        if (dialect.IsShared) return;
        foreach (var unfinished in store.TakeUnfinished()) Continue(unfinished, []);
    }

    /// <param name="commands">What its owner has sent it since it was last trained.</param>
    public void Continue(UnfinishedRun unfinished, IReadOnlyList<RunCommand> commands)
    {
        var run = unfinished.Run;
        var restored = live.Restore(unfinished);
        foreach (var command in commands) restored.Commands.Enqueue(command);
        LogContinued(logger, run.Id, run.Owner, run.Status, run.Step, unfinished.Recoveries);
        var worker = workers.Find(run.Options.Device);
        if (worker is null)
        {
            Fail(restored, RunMessages.UnknownDevice(run.Options.Device));
        }
        else if (unfinished.Recoveries > MaxRecoveries)
        {
            Fail(restored, RunMessages.Crashed(store.Checkpoints(run.Id).LastOrDefault()?.Step ?? 0));
        }
        else if (run is { Status: RunStatus.Queued, GivesWay: false })
        {
            worker.Enqueue(restored);
        }
        else
        {
            worker.Continue(restored);
        }
    }

    private void Fail(LiveRun run, Message failure)
    {
        var at = time.GetUtcNow();
        run.Record(
            now => now with { Status = RunStatus.Failed, EndedAt = at, Failure = failure },
            [new RunEnded(RunStatus.Failed, failure) { At = at }],
            urgent: true);
        metrics.Ended(RunStatus.Failed);
        LogGivenUp(logger, run.Id, run.Owner, failure);
    }

    [LoggerMessage(LogLevel.Error, "Run {Run} of learner {Learner} is given up: {Reason}.")]
    private static partial void LogGivenUp(ILogger logger, RunId run, LearnerId learner, Message reason);

    [LoggerMessage(LogLevel.Information, "Run {Run} of learner {Learner}, {Status} at step {Step}, is continued (attempt {Attempt}).")]
    private static partial void LogContinued(ILogger logger, RunId run, LearnerId learner, RunStatus status, int step, int attempt);
}
