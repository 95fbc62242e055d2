using System.Globalization;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>Tells a notebook how its training run is doing, until that ends. The run does not need it: it trains unwatched too.</summary>
internal sealed class RunFollower(LearnerId learner, RunService runs, FollowRun follow, Action<NotebookOperation> report)
{
    /// <param name="stop">Stops the run; what is returned is how the run then ended.</param>
    public async Task<CellResult> FollowAsync(CancellationToken stop)
    {
        using var subscription = new Subscription(TimeSpan.Zero);
        using var changes = runs.Subscribe(follow.Run, subscription);
        await using var stopping = stop.Register(() => _ = StopAsync());

        RunStatus? reported = null;
        while (runs.Find(learner, follow.Run) is { } run)
        {
            if (run.Ended) return Result(run);
            if (run.Status != reported)
            {
                report(run.Status == RunStatus.Paused ? new TrainingPaused(follow.Evaluation) : new TrainingResumed(follow.Evaluation));
                reported = run.Status;
            }
            report(new EvaluationProgressed(follow.Evaluation, Progress(run)));
            await subscription.NextAsync(CancellationToken.None);
        }
        // Deleted, for example on the page of all runs.
        return runs.DeletedByTeacher(learner).Any(run => run.Id == follow.Run)
            ? CellResult.Cancelled with { Failure = RunMessages.DeletedByTeacher }
            : CellResult.Cancelled;
    }

    private async Task StopAsync()
    {
        try
        {
            await runs.StopAsync(learner, follow.Run);
        }
        catch (RunNotFoundException)
        {
            // Deleted a moment ago: the follower finds that out by itself.
        }
    }

    private CellResult Result(Run run)
    {
        var output = new TrainingOutput(run.Id);
        return run.Status switch
        {
            RunStatus.Completed => CellResult.Completed(output),
            RunStatus.Failed => CellResult.Failed(run.Failure ?? new Message("run.error", Text(run.Step), ""), output),
            // Stopped in the queue or before its first batch: nothing was trained.
            _ => (runs.Model(learner, run.Id) is null ? CellResult.Cancelled : new CellResult(EvaluationEnd.Stopped, output))
                with
            { Failure = run.Failure },
        };
    }

    private static CellProgress Progress(Run run) => run.Status switch
    {
        _ when run.Obstacle is { } obstacle => new CellProgress(obstacle, null),
        RunStatus.Queued when !run.GivesWay => new CellProgress(new Message("training.queued", Text(run.QueuePosition ?? 1)), null),
        _ when run.StepsPerEpoch == 0 => new CellProgress(new Message("training.starting"), 0),
        _ => new CellProgress(
            new Message("training.epoch", Text(Math.Max(1, run.Epoch)), Text(run.Options.Epochs), Text(run.Loss)),
            (double)run.Step / ((double)run.StepsPerEpoch * run.Options.Epochs)),
    };

    private static string Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}
