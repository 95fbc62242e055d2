using System.Collections.Concurrent;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Inspection;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>Test images that all of several networks take for the same other class than their labels say.</summary>
/// <param name="Runs">Whose networks read them.</param>
/// <param name="Images">The surest first.</param>
/// <param name="Known">Places of images whose labels people found wrong or doubtful; null: nobody is known to have looked.</param>
public sealed record LabelDoubts(
    string Dataset, IReadOnlyList<RunId> Runs, IReadOnlyList<DoubtedLabel> Images, IReadOnlyList<string> ClassNames,
    IReadOnlyList<int>? Known);

/// <summary>
/// What takes all test images and seconds: in the lane of the cells, piece by piece, so that others' work runs in between; one survey of a
/// learner at a time. Thread-safe.
/// </summary>
public sealed class TestSurveys
{
    private readonly ConcurrentDictionary<LearnerId, bool> _busy = [];
    private readonly RunService _runs;
    private readonly DatasetLibrary _datasets;
    private readonly EvaluationLane _lane;

    internal TestSurveys(RunService runs, DatasetLibrary datasets, EvaluationLane lane) =>
        (_runs, _datasets, _lane) = (runs, datasets, lane);

    /// <summary>Takes each value that the run's last layer reads away in turn, and tests.</summary>
    /// <param name="progress">0 to 1.</param>
    /// <returns>Null: the run has no weights yet, or another survey of the learner is under way.</returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="DatasetException">The run's data set is gone or damaged.</exception>
    public Task<Ablation?> AblateAsync(LearnerId learner, RunId id, IProgress<double>? progress, CancellationToken cancellation) =>
        AloneAsync(learner, async () =>
        {
            var run = _runs.Find(learner, id) ?? throw new RunNotFoundException(id);
            if (_runs.Model(learner, id) is not { } model) return null;
            var test = (await _datasets.LoadAsync(learner, run.Options.Dataset, null, cancellation)).Test;
            return await InLaneAsync(() => new AblationSurvey(model, test), survey =>
            {
                survey.Next();
                return (survey.Finished, survey.Progress);
            }, survey => survey.Result(), progress, cancellation);
        });

    /// <summary>Looks for test images whose labels all networks disagree with.</summary>
    /// <param name="ids">Of the learner's runs, on one data set; at least two, at most <see cref="PredictionService.MostRuns"/>.</param>
    /// <returns>Null: fewer than two of them have weights, or another survey of the learner is under way.</returns>
    /// <exception cref="ArgumentException">Too few or too many runs, or not all on one data set.</exception>
    /// <inheritdoc cref="AblateAsync"/>
    public Task<LabelDoubts?> DoubtAsync(
        LearnerId learner, IReadOnlyList<RunId> ids, IProgress<double>? progress, CancellationToken cancellation)
    {
        var runs = ids.Distinct().Select(id => _runs.Find(learner, id) ?? throw new RunNotFoundException(id)).ToList();
        if (runs.Count is < 2 or > PredictionService.MostRuns || runs.Any(run => run.Options.Dataset != runs[0].Options.Dataset))
            throw new ArgumentException($"2 to {PredictionService.MostRuns} runs on one data set are wanted.", nameof(ids));
        return AloneAsync(learner, async () =>
        {
            var dataset = await _datasets.LoadAsync(learner, runs[0].Options.Dataset, null, cancellation);
            var models = new Queue<(RunId Run, TrainedModel Model)>(runs
                .Select(run => (run.Id, Model: _runs.Model(learner, run.Id))).Where(one => one.Model is not null)!);
            RunId[] read = [.. models.Select(one => one.Run)];
            if (read.Length < 2) return null;
            var doubts = await InLaneAsync(() => new LabelSurvey(dataset.Test, read.Length), survey =>
            {
                if (survey.Next(models.Peek().Model)) models.Dequeue();
                return (models.Count == 0, survey.Progress);
            }, survey => survey.Doubts(), progress, cancellation);
            return new LabelDoubts(
                dataset.Id, read, doubts, dataset.ClassNames, dataset.Id == DatasetFacts.Mnist.Id ? KnownLabelErrors.Mnist : null);
        });
    }

    private async Task<T?> AloneAsync<T>(LearnerId learner, Func<Task<T?>> survey) where T : class
    {
        if (!_busy.TryAdd(learner, true)) return null;
        try
        {
            return await survey();
        }
        finally
        {
            _busy.TryRemove(learner, out _);
        }
    }

    private async Task<TResult> InLaneAsync<TSurvey, TResult>(
        Func<TSurvey> begin, Func<TSurvey, (bool Finished, double Progress)> next, Func<TSurvey, TResult> end, IProgress<double>? progress,
        CancellationToken cancellation) where TSurvey : IDisposable
    {
        var survey = await _lane.RunAsync(begin, cancellation);
        try
        {
            for (var finished = false; !finished;)
            {
                (finished, var share) = await _lane.RunAsync(() => next(survey), cancellation);
                progress?.Report(share);
            }
            return await _lane.RunAsync(() => end(survey), cancellation);
        }
        finally
        {
            // Whoever stops does not wait for the piece that is being computed: its tensors go after it.
            _ = _lane.RunAsync(() => { survey.Dispose(); return true; }, CancellationToken.None);
        }
    }
}
