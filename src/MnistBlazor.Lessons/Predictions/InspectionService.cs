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
public sealed record NetworkInside(byte[] Image, ImageInspection Seen, IReadOnlyList<string> ClassNames, LayerWeights? FirstLayer);

/// <summary>The training images that lie nearest to an image in what the last layer reads.</summary>
/// <param name="Dataset">Whose training images they are.</param>
/// <param name="Compared">The first so many were compared.</param>
public sealed record NearestImages(string Dataset, int Compared, IReadOnlyList<Neighbour> Images, IReadOnlyList<string> ClassNames);

/// <summary>How a network reads the digits that <see cref="DrawnHands"/> draws.</summary>
/// <param name="Answers">To each of <see cref="DrawnHands.Styles"/>: a label.</param>
/// <param name="Correct">How many of <see cref="DrawnHands.Test"/> it reads right.</param>
public sealed record HandsReading(IReadOnlyList<int> Answers, int Correct);

/// <summary>
/// Looks into learners' networks on a thread of its own: neither training nor the reading of drawings waits for it. Each question about a
/// run has one place in line, and a newer one takes the place of the one before. Thread-safe.
/// </summary>
public sealed class InspectionService : IDisposable
{
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
            image, inspector.Inspect(image), inspector.ClassNames, inspector.FirstLayer), cancellation);

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

    /// <summary>Reads digits in hands that MNIST does not know with the newest weights of the learner's run.</summary>
    /// <returns>Null: the run has no weights yet, or too many wait.</returns>
    /// <exception cref="RunNotFoundException"/>
    public Task<HandsReading?> ReadHandsAsync(LearnerId learner, RunId run, CancellationToken cancellation = default)
    {
        var weights = _weights.Newest(learner, run);
        return _lane.ReadAsync(new Pad(learner, run, "hands"), Read, cancellation);

        HandsReading? Read()
        {
            if (_inspectors.Get(run, weights) is not { } inspector) return null;
            var test = DrawnHands.Test;
            var correct = inspector.Answers(test).Where((answer, index) => answer == test.Label(index)).Count();
            return new(inspector.Answers(DrawnHands.Styles), correct);
        }
    }

    public void Dispose()
    {
        _lane.Dispose();
        _inspectors.Dispose();
    }

    private Task<T?> AskAsync<T>(
        string question, LearnerId learner, RunId run, byte[] image, Func<Inspector, T> answer, CancellationToken cancellation)
        where T : class
    {
        if (image.Length != ImageSplit.PixelsPerImage)
            throw new ArgumentException($"An image has {ImageSplit.PixelsPerImage} pixels, not {image.Length}.", nameof(image));
        var weights = _weights.Newest(learner, run);
        return _lane.ReadAsync(
            new Pad(learner, run, question), () => _inspectors.Get(run, weights) is { } inspector ? answer(inspector) : null, cancellation);
    }
}
