using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>How large a drawing may be.</summary>
public static class DrawingBounds
{
    public const int Strokes = 200, Points = 20_000;
}

/// <summary>Reads drawings on a thread of its own, so that no drawing waits behind training. Thread-safe.</summary>
public sealed class PredictionService : IDisposable
{
    /// <summary>Runs that read one drawing.</summary>
    public const int MostRuns = 6;

    private readonly RunWeights _weights;
    private readonly PredictionLane _lane;
    private readonly WelcomeModels _welcome;
    private readonly PredictorCache _predictors; // the lane's thread alone uses it

    internal PredictionService(RunWeights weights, PredictionLane lane, WelcomeModels welcome, LessonsOptions options) =>
        (_weights, _lane, _welcome, _predictors) = (weights, lane, welcome, new PredictorCache(options.MaxCachedPredictors));

    /// <summary>Reads a drawing with the newest weights of the learner's run.</summary>
    /// <returns>Null: nothing is drawn, the run has no weights yet, or a newer drawing from this pad took this one's place.</returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="ArgumentException">The drawing is past <see cref="DrawingBounds"/>, or a coordinate is no number.</exception>
    public Task<Prediction?> PredictAsync(
        LearnerId learner, RunId run, IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, CancellationToken cancellation = default) =>
        PredictAsync(learner, learner, run, strokes, cancellation);

    /// <summary>
    /// The same for another reader than the run's owner, with a pad of its own: whoever calls has seen to it that it may.
    /// </summary>
    /// <param name="reader">Whose pad it is.</param>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="ArgumentException">The drawing is past <see cref="DrawingBounds"/>, or a coordinate is no number.</exception>
    public Task<Prediction?> PredictAsync(
        LearnerId reader, LearnerId owner, RunId run, IReadOnlyList<IReadOnlyList<StrokePoint>> strokes,
        CancellationToken cancellation = default)
    {
        CheckBounds(strokes);
        var weights = _weights.Newest(owner, run);
        return _lane.ReadAsync(
            new Pad(reader, run), () => Read(DigitImage.FromStrokes(strokes), () => _predictors.Get(run, weights)), cancellation);
    }

    /// <summary>Reads an image instead of strokes, as it is.</summary>
    /// <param name="image">28x28 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="ArgumentException">There are not 784 pixels.</exception>
    public Task<Prediction?> PredictImageAsync(LearnerId learner, RunId run, byte[] image, CancellationToken cancellation = default)
    {
        CheckSize(image);
        var weights = _weights.Newest(learner, run);
        return _lane.ReadAsync(new Pad(learner, run), () => Read(image, () => _predictors.Get(run, weights)), cancellation);
    }

    /// <summary>
    /// Reads a drawing with the newest weights of several of the learner's runs, all in one turn. Runs that there no longer are, or that
    /// are another's, are left out.
    /// </summary>
    /// <param name="runs">At most <see cref="MostRuns"/>; none: the drawing is only prepared.</param>
    /// <returns>Null: nothing is drawn, or a newer drawing from this pad took this one's place.</returns>
    /// <exception cref="ArgumentException">As <see cref="PredictAsync"/>; or there are too many runs.</exception>
    public Task<PadReading?> PredictAllAsync(
        LearnerId learner, IReadOnlyList<RunId> runs, PadDrawing drawing, CancellationToken cancellation = default)
    {
        CheckBounds(drawing.Strokes);
        return ReadAllAsync(learner, runs, Prepare, cancellation);

        (byte[], DigitStages?)? Prepare()
        {
            if (drawing.Picture is { } picture)
            {
                var ofPicture = DigitImage.StagesOf(picture, drawing.Steps);
                return (ofPicture.Image, drawing.WithStages ? ofPicture : null);
            }
            if (drawing.WithStages)
                return DigitImage.StagesOf(drawing.Strokes, drawing.PenWidth, drawing.Steps) is { } stages ? (stages.Image, stages) : null;
            return DigitImage.FromStrokes(drawing.Strokes, drawing.PenWidth, drawing.Steps) is { } image ? (image, null) : null;
        }
    }

    /// <summary>The same of an image instead of strokes, as it is.</summary>
    /// <param name="image">28x28 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <exception cref="ArgumentException">There are not 784 pixels, or too many runs.</exception>
    public Task<PadReading?> PredictAllAsync(
        LearnerId learner, IReadOnlyList<RunId> runs, byte[] image, CancellationToken cancellation = default)
    {
        CheckSize(image);
        return ReadAllAsync(learner, runs, () => (image, null), cancellation);
    }

    /// <summary>The same with a place in line of its own, so that it does not take that of the pad.</summary>
    /// <inheritdoc cref="PredictAllAsync(LearnerId, IReadOnlyList{RunId}, byte[], CancellationToken)"/>
    public Task<PadReading?> CompareAsync(
        LearnerId learner, IReadOnlyList<RunId> runs, byte[] image, CancellationToken cancellation = default)
    {
        CheckSize(image);
        return ReadAllAsync(learner, runs, () => (image, null), cancellation, "compare");
    }

    /// <summary>Reads the drawings of a learner's test set with the newest weights of several of their runs, all in one turn.</summary>
    /// <param name="runs">At most <see cref="MostRuns"/>; those that are gone, another's or without weights are left out.</param>
    /// <returns>
    /// Of each run, its answer to each drawing; null where it does not know the drawing's class. Null: the same was asked anew meanwhile.
    /// </returns>
    /// <exception cref="ArgumentException">There are too many runs, or drawings past <see cref="OwnTestSets.MostDrawings"/>.</exception>
    public Task<Dictionary<RunId, IReadOnlyList<string?>>?> AnswersAsync(
        LearnerId learner, IReadOnlyList<RunId> runs, IReadOnlyList<OwnDrawing> drawings, CancellationToken cancellation = default)
    {
        if (drawings.Count > OwnTestSets.MostDrawings)
            throw new ArgumentException($"At most {OwnTestSets.MostDrawings} drawings.", nameof(drawings));
        var sources = SourcesOf(learner, runs);
        return _lane.ReadAsync(new Pad(learner, null, "own test set"), ReadAll, cancellation);

        Dictionary<RunId, IReadOnlyList<string?>> ReadAll()
        {
            var answers = new Dictionary<RunId, IReadOnlyList<string?>>();
            foreach (var (run, weights) in sources)
            {
                if (_predictors.Get(run, weights) is not { } network) continue;
                var labels = network.Classify([.. drawings.Select(drawing => drawing.Pixels)]);
                answers[run] = [.. drawings.Zip(labels, (drawing, label) => network.ClassNames.Contains(drawing.ClassName)
                    ? network.ClassNames[label] : null)];
            }
            return answers;
        }
    }

    /// <summary>Reads a drawing with each of the small networks that the app trained on its first start.</summary>
    /// <returns>Null: nothing is drawn, or a newer drawing from this pad took this one's place.</returns>
    /// <exception cref="ArgumentException">As <see cref="PredictAsync"/>.</exception>
    public Task<WelcomeReading?> PredictWelcomeAsync(
        LearnerId learner, IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, CancellationToken cancellation = default)
    {
        CheckBounds(strokes);
        return _lane.ReadAsync(new Pad(learner, null), () => ReadWelcome(DigitImage.FromStrokes(strokes)), cancellation);
    }

    /// <summary>How far each of those networks is, in the order of the lessons.</summary>
    public IReadOnlyList<WelcomeStatus> Welcome => [.. _welcome.All.Select(model => model.Status)];

    /// <summary>Signals a subscription when <see cref="Welcome"/> has changed, until what is returned is disposed.</summary>
    public IDisposable SubscribeWelcome(Subscription subscription) => _welcome.Subscribe(subscription);

    public void Dispose()
    {
        _lane.Dispose();
        _predictors.Dispose();
    }

    private Task<PadReading?> ReadAllAsync(
        LearnerId learner, IReadOnlyList<RunId> runs, Func<(byte[] Image, DigitStages? Stages)?> prepare, CancellationToken cancellation,
        string question = "answer")
    {
        var sources = SourcesOf(learner, runs);
        return _lane.ReadAsync(new Pad(learner, runs.FirstOrDefault(), question), ReadAll, cancellation);

        PadReading? ReadAll()
        {
            if (prepare() is not var (image, stages)) return null;
            var predictions = new Dictionary<RunId, Prediction>();
            foreach (var (run, weights) in sources)
                if (Read(image, () => _predictors.Get(run, weights)) is { } prediction) predictions[run] = prediction;
            return new(image, stages, predictions);
        }
    }

    private List<(RunId Run, WeightSource Weights)> SourcesOf(LearnerId learner, IReadOnlyList<RunId> runs)
    {
        if (runs.Count > MostRuns) throw new ArgumentException($"At most {MostRuns} runs read at once.", nameof(runs));
        var sources = new List<(RunId Run, WeightSource Weights)>();
        foreach (var run in runs)
        {
            try
            {
                sources.Add((run, _weights.Newest(learner, run)));
            }
            catch (RunNotFoundException)
            {
                // Deleted on another page since the list of runs was made.
            }
        }
        return sources;
    }

    private WelcomeReading? ReadWelcome(byte[]? image)
    {
        if (image is null) return null;
        var predictions = new Dictionary<string, Prediction>();
        foreach (var model in _welcome.All)
            if (Read(image, () => model.Predictor) is { } prediction) predictions.Add(model.Lesson, prediction);
        return new WelcomeReading(image, predictions);
    }

    private static Prediction? Read(byte[]? image, Func<Predictor?> predictor)
    {
        if (image is null || predictor() is not { } network) return null;
        var probabilities = network.Predict(image);
        return new Prediction(image, probabilities, Array.IndexOf(probabilities, probabilities.Max()), network.ClassNames);
    }

    private static void CheckBounds(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes)
    {
        if (strokes.Count > DrawingBounds.Strokes || strokes.Sum(stroke => (long)stroke.Count) > DrawingBounds.Points)
            throw new ArgumentException(
                $"At most {DrawingBounds.Strokes} strokes of {DrawingBounds.Points} points in all.", nameof(strokes));
        foreach (var stroke in strokes)
        {
            foreach (var point in stroke)
            {
                if (!float.IsFinite(point.X) || !float.IsFinite(point.Y))
                    throw new ArgumentException("A coordinate is no number.", nameof(strokes));
            }
        }
    }

    private static void CheckSize(byte[] image)
    {
        if (image.Length != ImageSplit.PixelsPerImage)
            throw new ArgumentException($"An image has {ImageSplit.PixelsPerImage} pixels, not {image.Length}.", nameof(image));
    }
}
