using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>Reads a lesson's pad with the network of a run; null where there is none, or no longer.</summary>
/// <param name="run">The run to ask, at the moment of asking.</param>
public sealed class PadPredictions(PredictionService predictions, DatasetLibrary datasets, LearnerId learner, Func<RunId?> run)
{
    public Task<Prediction?> OfStrokesAsync(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, CancellationToken cancellation) =>
        WithRunAsync(id => predictions.PredictAsync(learner, id, strokes, cancellation));

    public Task<Prediction?> OfStoredAsync(StoredDigit digit, CancellationToken cancellation) => WithRunAsync(async id =>
    {
        var dataset = await datasets.LoadAsync(learner, digit.Dataset, null, cancellation);
        var split = digit.Split == "test" ? dataset.Test : dataset.Train;
        return await predictions.PredictImageAsync(learner, id, split.Pixels(digit.Index).ToArray(), cancellation);
    });

    private async Task<Prediction?> WithRunAsync(Func<RunId, Task<Prediction?>> predict)
    {
        try
        {
            return run() is { } id ? await predict(id) : null;
        }
        catch (Exception exception) when (exception is RunNotFoundException or DatasetException)
        {
            return null; // while a page is open, its run may be deleted on another one, or the data set's files may go
        }
    }
}
