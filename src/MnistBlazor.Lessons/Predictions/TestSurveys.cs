using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.ML;
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

/// <summary>How well a network reads test images that were moved and scaled.</summary>
/// <param name="Count">Images that were read at each place.</param>
/// <param name="Examples">Test images of which every answer is told.</param>
/// <param name="Shifts">Row by row, from the furthest up and left.</param>
/// <param name="Scales">By <see cref="ShiftSurvey.Scales"/>.</param>
public sealed record ShiftMaps(
    int Count, IReadOnlyList<int> Examples, IReadOnlyList<ShiftReading> Shifts, IReadOnlyList<ShiftReading> Scales);

/// <summary>
/// What takes many test images and seconds. Thread-safe.
/// </summary>
public sealed class TestSurveys
{
    private readonly RunService _runs;
    private readonly DatasetLibrary _datasets;
    private readonly SurveyLane _lane;

    internal TestSurveys(RunService runs, DatasetLibrary datasets, SurveyLane lane) =>
        (_runs, _datasets, _lane) = (runs, datasets, lane);

    /// <summary>Takes each value that the run's last layer reads away in turn, and tests.</summary>
    /// <param name="progress">0 to 1.</param>
    /// <returns>Null: the run has no weights yet, or another survey of the learner is under way.</returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="DatasetException">The run's data set is gone or damaged.</exception>
    public Task<Ablation?> AblateAsync(LearnerId learner, RunId id, IProgress<double>? progress, CancellationToken cancellation) =>
        _lane.AloneAsync(learner, async () =>
        {
            var run = _runs.Find(learner, id) ?? throw new RunNotFoundException(id);
            if (_runs.Model(learner, id) is not { } model) return null;
            var test = (await _datasets.LoadAsync(learner, run.Options.Dataset, null, cancellation)).Test;
            return await _lane.InPiecesAsync(() => new AblationSurvey(model, test), survey =>
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
        return _lane.AloneAsync(learner, async () =>
        {
            var dataset = await _datasets.LoadAsync(learner, runs[0].Options.Dataset, null, cancellation);
            var models = new Queue<(RunId Run, TrainedModel Model)>(runs
                .Select(run => (run.Id, Model: _runs.Model(learner, run.Id))).Where(one => one.Model is not null)!);
            RunId[] read = [.. models.Select(one => one.Run)];
            if (read.Length < 2) return null;
            var doubts = await _lane.InPiecesAsync(() => new LabelSurvey(dataset.Test, read.Length), survey =>
            {
                if (survey.Next(models.Peek().Model)) models.Dequeue();
                return (models.Count == 0, survey.Progress);
            }, survey => survey.Doubts(), progress, cancellation);
            return new LabelDoubts(
                dataset.Id, read, doubts, dataset.ClassNames, dataset.Id == DatasetFacts.Mnist.Id ? KnownLabelErrors.Mnist : null);
        });
    }

    /// <summary>Reads test images moved and scaled, as <see cref="ShiftSurvey"/> does, with a run's newest weights.</summary>
    /// <param name="count">The first so many test images are read: 1 to 10,000.</param>
    /// <returns>Null: the run has no weights yet, or another survey of the learner is under way.</returns>
    /// <inheritdoc cref="AblateAsync"/>
    public Task<ShiftMaps?> ShiftAsync(
        LearnerId learner, RunId id, int count, IProgress<double>? progress, CancellationToken cancellation) =>
        _lane.AloneAsync(learner, async () =>
        {
            var run = _runs.Find(learner, id) ?? throw new RunNotFoundException(id);
            if (_runs.Model(learner, id) is not { } model) return null;
            var dataset = await _datasets.LoadAsync(learner, run.Options.Dataset, null, cancellation);
            var places = new List<ShiftReading>();
            var device = TorchRuntime.DeviceHere(run.Options.Device);
            return await _lane.InPiecesAsync(() => new ShiftSurvey(model, dataset, device, count), survey =>
            {
                var rows = places.Count / ShiftSurvey.Size;
                places.AddRange(survey.Row(rows - ShiftSurvey.Reach, cancellation));
                return (rows + 1 == ShiftSurvey.Size, (rows + 1.0) / (ShiftSurvey.Size + 1));
            }, survey => new ShiftMaps(survey.Count, survey.Examples, places, [.. ShiftSurvey.Scales.Select(survey.Scaled)]), progress,
            cancellation);
        });
}
