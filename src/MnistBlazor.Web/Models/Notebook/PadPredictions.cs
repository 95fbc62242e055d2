using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>
/// Reads a lesson's pad with the learner's trained networks: the notebook's run, the newest of each lesson, then newer before older.
/// </summary>
/// <param name="run">The notebook's run, at the moment of asking.</param>
public sealed class PadPredictions(
    PredictionService predictions, DatasetLibrary datasets, RunService runs, LearnerId learner, Func<RunId?> run)
{
    /// <summary>The runs whose networks read, as of the last <see cref="Refresh"/>.</summary>
    public IReadOnlyList<Run> Models { get; private set; } = [];

    /// <summary>Looks which networks there are.</summary>
    /// <returns>Whether they are others than before.</returns>
    public bool Refresh()
    {
        var trained = runs.List(learner).Where(one => one.Step > 0 && LessonCatalog.FindDigits(one.Lesson) is not null).ToList();
        var now = Choose(trained, run());
        if (now.Select(one => (one.Id, one.Name)).SequenceEqual(Models.Select(one => (one.Id, one.Name)))) return false;
        Models = now;
        return true;
    }

    /// <param name="trained">Newest first.</param>
    public static IReadOnlyList<Run> Choose(IReadOnlyList<Run> trained, RunId? own) =>
    [
        .. trained.Where(one => one.Id == own)
            .Concat(trained.DistinctBy(one => one.Lesson))
            .Concat(trained)
            .DistinctBy(one => one.Id)
            .Take(PredictionService.MostRuns),
    ];

    public Task<PadReading?> OfDrawingAsync(PadDrawing drawing, CancellationToken cancellation) =>
        predictions.PredictAllAsync(learner, Runs(), drawing, cancellation);

    /// <returns>Null too when the data set's files have gone since.</returns>
    public async Task<PadReading?> OfStoredAsync(StoredDigit digit, CancellationToken cancellation) =>
        await digit.PixelsAsync(datasets, learner, cancellation) is { } pixels
            ? await predictions.PredictAllAsync(learner, Runs(), pixels, cancellation)
            : null;

    // A run that has just begun has weights before the list of runs is looked at again.
    private IReadOnlyList<RunId> Runs() =>
    [
        .. Models.Select(one => one.Id).Prepend(run() ?? default).Where(id => id != default).Distinct().Take(PredictionService.MostRuns),
    ];
}
