using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Hands;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inspection;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>What goes on in a learner's network while it reads an image.</summary>
/// <param name="Image">[784] 0 (paper) to 255 (ink).</param>
/// <param name="ClassNames">By label.</param>
/// <param name="FirstLayer">What the units of the first hidden layer respond to, or the kernels; null: there is no such layer.</param>
/// <param name="LastLayer">What each class makes of the values that the last layer reads.</param>
public sealed record NetworkInside(
    byte[] Image, ImageInspection Seen, IReadOnlyList<string> ClassNames, LayerWeights? FirstLayer, LayerWeights LastLayer);

/// <summary>The training images that lie nearest to an image in what the last layer reads.</summary>
/// <param name="Dataset">Whose training images they are.</param>
/// <param name="Compared">The first so many were compared.</param>
public sealed record NearestImages(string Dataset, int Compared, IReadOnlyList<Neighbour> Images, IReadOnlyList<string> ClassNames);

/// <summary>Test images as a network has them in its last hidden layer; without one, in its scores.</summary>
/// <param name="Step">How far the run was.</param>
/// <param name="Images">Their places in the data set's test images.</param>
/// <param name="Labels">What they are.</param>
public sealed record MappedImages(
    RunId Run, int Step, string Dataset, IReadOnlyList<int> Images, IReadOnlyList<int> Labels, FeatureMap Map,
    IReadOnlyList<string> ClassNames);

/// <summary>How a network reads the digits that <see cref="DrawnHands"/> draws.</summary>
/// <param name="Answers">To each of <see cref="DrawnHands.Styles"/>: a label.</param>
/// <param name="Correct">How many of <see cref="DrawnHands.Test"/> it reads right.</param>
/// <param name="Traced">How it reads MNIST's own test digits drawn on the pad.</param>
public sealed record HandsReading(IReadOnlyList<int> Answers, int Correct, TracedReading Traced);

/// <summary>How a network reads <see cref="TracedHands"/>.</summary>
/// <param name="Correct">How many of them it reads right.</param>
/// <param name="Originals">How many of the same digits as the data set has them.</param>
public sealed record TracedReading(int Correct, int Originals, int Count);

/// <summary>
/// Looks into learners' networks on a thread of its own: neither training nor the reading of drawings waits for it. Each question about a
/// run has one place in line, and a newer one takes the place of the one before. Thread-safe.
/// </summary>
public sealed class InspectionService : IDisposable
{
    /// <summary>Test images on a map, fewer where the layer is wide.</summary>
    public const int MostMapped = 2000;

    /// <summary>Networks kept ready, each with up to 16 MB of features.</summary>
    private const int MostNetworks = 8;

    private readonly RunWeights _weights;
    private readonly RunService _runs;
    private readonly DatasetLibrary _datasets;
    private readonly PredictionLane _lane;
    private readonly NetworkCache<Inspector> _inspectors = new(MostNetworks, model => new(model)); // the lane's thread alone uses it

    internal InspectionService(
        RunWeights weights, RunService runs, DatasetLibrary datasets, LessonsOptions options, LearnerAddresses addresses)
    {
        (_weights, _runs, _datasets) = (weights, runs, datasets);
        _lane = new(options, metrics: null, addresses, "inspection");
        _lane.Start();
    }

    /// <summary>Looks into the newest weights of the learner's run.</summary>
    /// <param name="image">[784] row by row, 0 (paper) to 255 (ink).</param>
    /// <returns>Null: the run has no weights yet, a newer image took this one's place, or too many wait.</returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="ArgumentException">There are not 784 pixels.</exception>
    public Task<NetworkInside?> InspectAsync(LearnerId learner, RunId run, byte[] image, CancellationToken cancellation = default) =>
        AskAsync("inside", learner, run, image, inspector => new NetworkInside(
            image, inspector.Inspect(image), inspector.ClassNames, inspector.FirstLayer, inspector.LastLayer), cancellation);

    /// <inheritdoc cref="InspectAsync"/>
    /// <exception cref="DatasetException">The run's data set is gone or damaged.</exception>
    public async Task<NearestImages?> NearestAsync(LearnerId learner, RunId run, byte[] image, CancellationToken cancellation = default)
    {
        var options = (_runs.Find(learner, run) ?? throw new RunNotFoundException(run)).Options;
        var training = (await _datasets.LoadAsync(learner, options.Dataset, null, cancellation)).Train;
        return await AskAsync("nearest", learner, run, image, inspector => new NearestImages(
            options.Dataset, inspector.ComparedImages(training), inspector.Nearest(image, training), inspector.ClassNames), cancellation);
    }

    /// <inheritdoc cref="InspectAsync"/>
    public Task<AnswerEdit?> EditAsync(LearnerId learner, RunId run, byte[] image, CancellationToken cancellation = default) =>
        AskAsync("edit", learner, run, image, inspector => inspector.Edit(image), cancellation);

    /// <summary>What the network would answer if its last layer were changed, for this reading only.</summary>
    /// <inheritdoc cref="InspectAsync"/>
    /// <returns>A probability per class; null as for <see cref="InspectAsync"/>.</returns>
    /// <exception cref="ArgumentException">There are not 784 pixels, or an edit has no place in the layer.</exception>
    public Task<float[]?> AnswerAsync(
        LearnerId learner, RunId run, byte[] image, IReadOnlyList<NetworkEdit> edits, CancellationToken cancellation = default) =>
        AskAsync("changed", learner, run, image, inspector => inspector.Answer(image, edits), cancellation);

    /// <summary>Where test images lie in the last hidden layer of the run's newest weights.</summary>
    /// <param name="before">An earlier map of the run: points move from there as little as they can.</param>
    /// <returns>Null too when the network gives no finite numbers.</returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="DatasetException">The run's data set is gone or damaged.</exception>
    public async Task<MappedImages?> MapAsync(
        LearnerId learner, RunId run, MappedImages? before = null, CancellationToken cancellation = default)
    {
        var options = (_runs.Find(learner, run) ?? throw new RunNotFoundException(run)).Options;
        var test = (await _datasets.LoadAsync(learner, options.Dataset, null, cancellation)).Test;
        var weights = _weights.Newest(learner, run);
        return await _lane.ReadAsync(new Pad(learner, run, "map"), Map, cancellation);

        MappedImages? Map()
        {
            if (_inspectors.Get(run, weights) is not { } inspector) return null;
            // Spread over all of them: those of a learner's own may lie class by class.
            var count = inspector.MappedImages(test, MostMapped);
            int[] images = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * test.Count / count))];
            return count >= 2 && inspector.Map(test, images, before?.Run == run ? before.Map : null) is { } map
                ? new(run, weights.Version, options.Dataset, images, [.. images.Select(test.Label)], map, inspector.ClassNames)
                : null;
        }
    }

    /// <summary>Where an image lies on a map, by the run's newest weights.</summary>
    /// <returns>[components]; null as for <see cref="InspectAsync"/>, or the map is of another network.</returns>
    /// <inheritdoc cref="InspectAsync"/>
    public Task<float[]?> PlaceAsync(
        LearnerId learner, RunId run, byte[] image, FeatureMap map, CancellationToken cancellation = default) =>
        AskAsync("place", learner, run, image, inspector => inspector.Place(image, map), cancellation);

    /// <summary>Reads digits in hands that MNIST does not know with the newest weights of the learner's run.</summary>
    /// <returns>Null: the run has no weights yet, or too many wait.</returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="DatasetException">MNIST is not there.</exception>
    public async Task<HandsReading?> ReadHandsAsync(LearnerId learner, RunId run, CancellationToken cancellation = default)
    {
        var weights = _weights.Newest(learner, run);
        var test = (await _datasets.LoadAsync(learner, DatasetStore.Mnist, null, cancellation)).Test;
        return await _lane.ReadAsync(new Pad(learner, run, "hands"), Read, cancellation);

        HandsReading? Read()
        {
            if (_inspectors.Get(run, weights) is not { } inspector) return null;
            var traced = TracedHands.Of(test);
            var originals = test.Take(traced.Count);
            return new(inspector.Answers(DrawnHands.Styles), Correct(DrawnHands.Test),
                new(Correct(traced), Correct(originals), traced.Count));

            int Correct(ImageSplit images) => inspector.Answers(images).Where((answer, index) => answer == images.Label(index)).Count();
        }
    }

    public void Dispose()
    {
        _lane.Dispose();
        _inspectors.Dispose();
    }

    private Task<T?> AskAsync<T>(
        string question, LearnerId learner, RunId run, byte[] image, Func<Inspector, T?> answer, CancellationToken cancellation)
        where T : class
    {
        if (image.Length != ImageSplit.PixelsPerImage)
            throw new ArgumentException($"An image has {ImageSplit.PixelsPerImage} pixels, not {image.Length}.", nameof(image));
        var weights = _weights.Newest(learner, run);
        return _lane.ReadAsync(
            new Pad(learner, run, question), () => _inspectors.Get(run, weights) is { } inspector ? answer(inspector) : null, cancellation);
    }
}
