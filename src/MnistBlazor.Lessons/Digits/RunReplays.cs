using System.Diagnostics;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Lessons.Digits;

/// <summary>
/// Trains a few batches of a run again, since the same seed and options give the same numbers: to fork the run after a step that no
/// checkpoint was saved at, and to see at which batch two runs part and what the change did there. Nothing of it is stored. Thread-safe.
/// </summary>
public sealed class RunReplays
{
    /// <summary>Batches that are trained again at most to get from a checkpoint to a step.</summary>
    public const int MostBatches = 6000;

    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(100);

    private readonly RunService _runs;
    private readonly RunForks _forks;
    private readonly TrainingBackend _backend;
    private readonly SurveyLane _lane;

    internal RunReplays(RunService runs, RunForks forks, TrainingBackend backend, SurveyLane lane) =>
        (_runs, _forks, _backend, _lane) = (runs, forks, backend, lane);

    /// <summary>
    /// The step up to which two runs are the same, so that what they did then can be compared; null: there is none. One was forked from
    /// the other, both from a third at one step, or both began with the same seed; and they learn the same weights from the same batches.
    /// </summary>
    public static int? CommonStep(Run first, Run second)
    {
        var (one, other) = (first.Options, second.Options);
        if (one.Fault == TrainingFault.Hidden || other.Fault == TrainingFault.Hidden || first.Id == second.Id) return null;
        if ((one.Dataset, one.BatchSize, one.ValidationCount, one.FineTuning)
            != (other.Dataset, other.BatchSize, other.ValidationCount, other.FineTuning)) return null;
        if (!one.Model.WithoutDropout().IsSameAs(other.Model.WithoutDropout())) return null;
        if (SharedStep(first, second) is > 0 and { } step) return step;
        return Began(first) && Began(second) && one.Seed == other.Seed ? 0 : null;
    }

    /// <summary>
    /// A fork of a run after any of its steps; see <see cref="RunForks.StartBefore(LearnerId, RunId, int, TrainingOptions)"/>.
    /// </summary>
    /// <param name="step">0 to the step that the run has reached.</param>
    /// <param name="options">Of the fork.</param>
    /// <param name="progress">0 to 1.</param>
    /// <returns>Null: something else of the learner's is computed so.</returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunRefusedException">
    /// As for any fork; or more than <see cref="MostBatches"/> lie between the step and the checkpoint before it.
    /// </exception>
    /// <exception cref="DatasetException">The run's data set is gone or damaged.</exception>
    public async Task<Run?> ForkAsync(
        LearnerId learner, RunId id, int step, TrainingOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        var start = _forks.StartBefore(learner, id, step, options);
        if (start.Step == step) return await _forks.ForkAsync(learner, id, step, options);
        return await _lane.AloneAsync(learner, async () =>
        {
            var parent = _runs.Find(learner, id) ?? throw new RunNotFoundException(id);
            var dataset = await _backend.LoadDataset(learner, parent.Options.Dataset).WaitAsync(cancellation);
            var there = await ReplayAsync(parent.Options, dataset, start, step, progress, cancellation);
            return await _forks.ForkAsync(learner, id, there!, options);
        });
    }

    /// <summary>The first batches at which two runs part.</summary>
    /// <param name="first">With a <see cref="CommonStep"/> with the second.</param>
    /// <inheritdoc cref="ForkAsync"/>
    /// <exception cref="ArgumentException">The two have no common step.</exception>
    public Task<Parting?> PartAsync(
        LearnerId learner, RunId first, RunId second, IProgress<double>? progress, CancellationToken cancellation)
    {
        var (one, other) = (Find(learner, first), Find(learner, second));
        if (CommonStep(one, other) is not { } step) throw new ArgumentException("The two runs have no step in common.");
        return _lane.AloneAsync(learner, async () =>
        {
            var dataset = await _backend.LoadDataset(learner, one.Options.Dataset).WaitAsync(cancellation);
            var (from, start) = Start(learner, one, other, step);
            var there = await ReplayAsync(from.Options, dataset, start, step, progress, cancellation);
            return await _lane.InPiecesAsync(
                () => new PartingSurvey(one.Options, other.Options, dataset, there),
                survey =>
                {
                    if (!survey.Finished) survey.Next();
                    return (survey.Finished, 1);
                },
                survey => survey.Result(), progress, cancellation);
        });
    }

    /// <summary>
    /// Which run to take up, and where: the one forked there has a checkpoint at that very step, unless its files are gone.
    /// </summary>
    private (Run Run, ForkStart Start) Start(LearnerId learner, Run first, Run second, int step)
    {
        if (step == 0 && first.Options.FineTuning is null) return (first, new(0, null));
        var (child, parent) = second.ForkedFrom == first.Id || first.ForkedFrom != second.Id ? (second, first) : (first, second);
        try
        {
            if (_forks.StartBefore(learner, child.Id, step) is { } start && start.Step == step) return (child, start);
        }
        catch (RunRefusedException)
        {
            // Its own past is its parent's: that one has it as well.
        }
        return (parent, _forks.StartBefore(learner, parent.Id, step));
    }

    /// <returns>Null: before the first step, as the seed makes it.</returns>
    private async Task<Checkpoint?> ReplayAsync(
        TrainingOptions options, ImageDataset dataset, ForkStart start, int step, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        if (step - start.Step > MostBatches) throw new RunRefusedException(RunMessages.ForkTooFar(step, MostBatches));
        var from = start.Bytes is null ? null : Checkpoint.Parse(start.Bytes);
        if (start.Step == step) return from;
        return await _lane.InPiecesAsync(() => new Trainer(options, dataset, from), trainer =>
        {
            for (var begun = Stopwatch.GetTimestamp(); trainer.Step < step && Stopwatch.GetElapsedTime(begun) < Piece;)
                trainer.TrainBatch();
            return (trainer.Step == step, (trainer.Step - start.Step) / (double)(step - start.Step));
        }, trainer => trainer.Save(), progress, cancellation);
    }

    private Run Find(LearnerId learner, RunId id) => _runs.Find(learner, id) ?? throw new RunNotFoundException(id);

    private static int? SharedStep(Run first, Run second) =>
        second.ForkedFrom == first.Id ? second.ForkedAtStep
        : first.ForkedFrom == second.Id ? first.ForkedAtStep
        : first.ForkedFrom is { } parent && parent == second.ForkedFrom && first.ForkedAtStep == second.ForkedAtStep
            && first.Options.FineTuning is null ? first.ForkedAtStep
        : null;

    /// <summary>It began with its seed.</summary>
    private static bool Began(Run run) => run.Options.FineTuning is null && (run.ForkedFrom is null || run.ForkedAtStep == 0);
}
