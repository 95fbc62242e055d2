using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>
/// Looks at a learner's run as it was at the moments whose weights are kept. Drawings are read on one thread and the test images on
/// another, so that neither waits for training, for the other, or keeps the pads waiting. Each question about a run has one place in
/// line, and a newer one takes the place of the one before. Thread-safe.
/// </summary>
public sealed class TimelineService : IDisposable
{
    private readonly RunWeights _weights;
    private readonly RunService _runs;
    private readonly DatasetLibrary _datasets;
    private readonly PredictionLane _reading, _testing;
    private readonly MomentCache _networks; // the thread that reads alone uses it
    private readonly PointTests _tests;

    internal TimelineService(
        RunWeights weights, RunService runs, DatasetLibrary datasets, LessonsOptions options, LearnerAddresses addresses)
    {
        (_weights, _runs, _datasets) = (weights, runs, datasets);
        (_networks, _tests) = (new(options.MaxMomentBytes), new());
        _reading = new(options, metrics: null, addresses, "moments");
        _testing = new(options, metrics: null, addresses, "moments tested");
        _reading.Start();
        _testing.Start();
    }

    /// <summary>The moments that can be looked at, in order: of the first epoch many, later the ends of epochs.</summary>
    /// <exception cref="RunNotFoundException"/>
    public IReadOnlyList<TimePoint> Points(LearnerId learner, RunId run)
    {
        var perEpoch = Math.Max(1, Find(learner, run).StepsPerEpoch);
        return [.. _weights.Steps(learner, run).Select(step => new TimePoint(step, (step + perEpoch - 1) / perEpoch))];
    }

    /// <summary>Reads an image as the run's network would have done at some of its moments.</summary>
    /// <param name="image">[784] row by row, 0 (paper) to 255 (ink).</param>
    /// <returns>
    /// In no order; moments that are gone, or whose weights give no number, are left out. Null: a newer question took this one's place, or
    /// too many wait.
    /// </returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="ArgumentException">There are not 784 pixels.</exception>
    public Task<IReadOnlyList<PointReading>?> ReadAsync(
        LearnerId learner, RunId run, byte[] image, IReadOnlyCollection<int> steps, CancellationToken cancellation = default)
    {
        if (image.Length != ImageSplit.PixelsPerImage)
            throw new ArgumentException($"An image has {ImageSplit.PixelsPerImage} pixels, not {image.Length}.", nameof(image));
        Find(learner, run);
        return _reading.ReadAsync<IReadOnlyList<PointReading>>(
            new Pad(learner, run, "moments"),
            () =>
            [
                .. Networks(learner, run, steps, cancellation)
                    .Select(moment => new PointReading(moment.Step, moment.Network.Predict(image), moment.Network.ClassNames))
                    .Where(reading => reading.Probabilities.All(float.IsFinite)),
            ],
            cancellation);
    }

    /// <summary>The weights of the first layer at a moment.</summary>
    /// <returns>Null: the moment is gone, a newer question took this one's place, or too many wait.</returns>
    /// <exception cref="RunNotFoundException"/>
    public Task<LayerWeights?> FirstLayerAsync(LearnerId learner, RunId run, int step, CancellationToken cancellation = default)
    {
        Find(learner, run);
        return _reading.ReadAsync(
            new Pad(learner, run, "first layer"),
            () => Networks(learner, run, [step], cancellation).Select(moment => moment.Network.FirstLayer()).FirstOrDefault(),
            cancellation);
    }

    /// <summary>Reads all test images as the network would have done at a moment: once, then it is known for a while.</summary>
    /// <returns>Null: the moment is gone, a newer question took this one's place, or too many wait.</returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="DatasetException">The run's data set is gone or damaged.</exception>
    /// <exception cref="OperationCanceledException"/>
    public async Task<PointTest?> TestAsync(LearnerId learner, RunId run, int step, CancellationToken cancellation = default)
    {
        var options = Find(learner, run).Options;
        if (_tests.Find(run, step) is { } known) return known;
        var dataset = await _datasets.LoadAsync(learner, options.Dataset, null, cancellation);
        return await _testing.ReadAsync(new Pad(learner, run, "test"), Test, cancellation);

        PointTest? Test()
        {
            if (_tests.Find(run, step) is { } tested) return tested;
            if (_weights.At(learner, run, [step]).Select(moment => moment.Model).FirstOrDefault() is not { } model) return null;
            var device = TorchRuntime.DeviceHere(options.Device);
            var test = new PointTest(Evaluator.Confusion(model, dataset, device, cancellation), dataset.ClassNames);
            _tests.Add(run, step, test);
            return test;
        }
    }

    public void Dispose()
    {
        _reading.Dispose();
        _testing.Dispose();
        _networks.Dispose();
    }

    private Run Find(LearnerId learner, RunId run) => _runs.Find(learner, run) ?? throw new RunNotFoundException(run);

    /// <summary>The networks at some moments, one at a time: those that are ready, then those that have to be read.</summary>
    private IEnumerable<(int Step, Predictor Network)> Networks(
        LearnerId learner, RunId run, IReadOnlyCollection<int> steps, CancellationToken cancellation)
    {
        var missing = new List<int>();
        foreach (var step in steps)
        {
            if (_networks.Find(run, step) is { } ready) yield return (step, ready);
            else missing.Add(step);
        }
        if (missing.Count == 0) yield break;
        foreach (var (step, model) in _weights.At(learner, run, missing))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return (step, _networks.Add(run, step, model));
        }
    }
}
