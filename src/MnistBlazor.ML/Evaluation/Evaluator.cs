using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Evaluation;

/// <summary>Tests a trained network on images that it has not seen.</summary>
public static class Evaluator
{
    /// <summary>Images that go through the network at once: few enough that a layer's values stay in a processor's cache.</summary>
    private const int ChunkSize = 250;

    /// <summary>So many right answers of each class are told of.</summary>
    private const int LeastSurePerClass = 12;

    /// <param name="progress">0 to 1.</param>
    /// <exception cref="ArgumentException">This machine has no such device, or the network has other classes than the data set.</exception>
    /// <exception cref="FormatException">The weights are damaged.</exception>
    public static EvaluationResult Evaluate(
        TrainedModel model, ImageDataset dataset, string device, CancellationToken cancellation = default,
        IProgress<double>? progress = null)
    {
        using var scope = NewDisposeScope();
        var test = dataset.OnDevice(device).Test;
        using var noise = Seeds.Noise();
        using var network = model.ToNetwork(TorchRuntime.Device(device), noise);
        var options = new { DropoutInTest = model.TrainedBy is { DropoutInTest: true } };
        var (chunks, done) = ((dataset.Test.Count + ChunkSize - 1) / ChunkSize, 0);

        #region cell: evaluation
        // Nothing is learned here, so no gradients are needed.
        network.eval();
        if (options.DropoutInTest)
        {
            // Fault: dropout goes on silencing units, as in training.
            foreach (var dropout in network.modules().OfType<SeededDropout>())
                dropout.train();
        }
        using var _ = no_grad();

        // The answer is the class with the largest score.
        var scores = Scores(test.Images);
        var prediction = scores.argmax(1);

        // The share of right answers.
        var accuracy = prediction.eq(test.Labels).to(float32).mean();

        // Again with pixels 0..255, as the article tests.
        var rawPrediction = Scores(test.Pixels.to(float32)).argmax(1);
        var rawAccuracy = rawPrediction.eq(test.Labels).to(float32).mean();
        #endregion

        var tested = Read(dataset, functional.softmax(scores, 1), prediction);
        var loss = functional.cross_entropy(scores, test.Labels);
        return new(
            accuracy.item<float>(), rawAccuracy.item<float>(), loss.item<float>(), Confusion(dataset, tested), Misclassified(tested),
            LeastSure(tested), Calibration.Of(tested.Select(image => ((double)image.Probability, image.Prediction == image.Label))));

        Tensor Scores(Tensor images)
        {
            var parts = new List<Tensor>();
            foreach (var chunk in images.split(ChunkSize))
            {
                cancellation.ThrowIfCancellationRequested();
                parts.Add(network.forward(chunk));
                progress?.Report(++done / (2.0 * chunks));
            }
            return cat(parts, 0);
        }
    }

    /// <summary>Only counts what the test images are read as: in half the time, with pixels 0..1.</summary>
    /// <returns>[label][prediction]</returns>
    /// <exception cref="ArgumentException">This machine has no such device, or the network has other classes than the data set.</exception>
    /// <exception cref="FormatException">The weights are damaged.</exception>
    public static int[][] Confusion(TrainedModel model, ImageDataset dataset, string device, CancellationToken cancellation = default)
    {
        if (model.ClassNames.Count > dataset.ClassNames.Count)
            throw new ArgumentException($"The network knows {model.ClassNames.Count} classes, the data set {dataset.ClassNames.Count}.");
        using var scope = NewDisposeScope();
        using var network = model.ToNetwork(TorchRuntime.Device(device));
        network.eval();
        using var _ = no_grad();
        var counts = Enumerable.Range(0, dataset.ClassNames.Count).Select(_ => new int[dataset.ClassNames.Count]).ToArray();
        var index = 0;
        foreach (var chunk in dataset.OnDevice(device).Test.Pixels.split(ChunkSize))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var prediction in network.forward(DeviceSplit.Scaled(chunk)).argmax(1).cpu().data<long>().ToArray())
                counts[dataset.Test.Label(index++)][prediction]++;
        }
        return counts;
    }

    private static List<TestedImage> Read(ImageDataset dataset, Tensor probabilities, Tensor predictions)
    {
        var (classes, rows) = ((int)probabilities.shape[1], probabilities.cpu().data<float>().ToArray());
        return [.. predictions.cpu().data<long>().Select((prediction, index) => Image(index, (int)prediction))];

        TestedImage Image(int index, int prediction)
        {
            if (prediction >= dataset.ClassNames.Count)
                throw new ArgumentException(
                    $"The network knows a class {prediction}, the data set only {dataset.ClassNames.Count} classes.");
            var row = rows.AsSpan(index * classes, classes);
            var thousandths = new int[classes];
            for (var i = 0; i < classes; i++) thousandths[i] = (int)Math.Round(1000.0 * row[i]);
            return new(index, dataset.Test.Label(index), prediction, row[prediction]) { Thousandths = thousandths };
        }
    }

    private static int[][] Confusion(ImageDataset dataset, List<TestedImage> tested)
    {
        var counts = Enumerable.Range(0, dataset.ClassNames.Count).Select(_ => new int[dataset.ClassNames.Count]).ToArray();
        foreach (var image in tested) counts[image.Label][image.Prediction]++;
        return counts;
    }

    private static List<TestedImage> Misclassified(List<TestedImage> tested) =>
        [.. tested.Where(image => image.Prediction != image.Label)
            .OrderByDescending(image => image.Probability).ThenBy(image => image.Index)];

    private static List<TestedImage> LeastSure(List<TestedImage> tested) =>
    [
        .. tested.Where(image => image.Prediction == image.Label)
            .GroupBy(image => image.Label).OrderBy(images => images.Key)
            .SelectMany(images => images.OrderBy(image => image.Probability).ThenBy(image => image.Index).Take(LeastSurePerClass)),
    ];
}
