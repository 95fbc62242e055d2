using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Evaluation;

/// <summary>Tests a trained network on images that it has not seen.</summary>
public static class Evaluator
{
    /// <summary>Images that go through the network at once: bounds the memory that hidden layers take.</summary>
    private const int ChunkSize = 1000;

    /// <param name="progress">0 to 1.</param>
    /// <exception cref="ArgumentException">This machine has no such device, or the network has other classes than the data set.</exception>
    /// <exception cref="FormatException">The weights are damaged.</exception>
    public static EvaluationResult Evaluate(
        TrainedModel model, ImageDataset dataset, string device, CancellationToken cancellation = default,
        IProgress<double>? progress = null)
    {
        using var scope = NewDisposeScope();
        var test = dataset.OnDevice(device).Test;
        using var network = model.ToNetwork(TorchRuntime.Device(device));
        var (chunks, done) = ((dataset.Test.Count + ChunkSize - 1) / ChunkSize, 0);

        #region cell: evaluation
        // Nothing is learned here, so no gradients are needed.
        network.eval();
        using var _ = no_grad();

        // The answer is the class with the largest score; the accuracy, the share of right answers.
        var scores = Scores(test.Images);
        var prediction = scores.argmax(1);
        var accuracy = prediction.eq(test.Labels).to(float32).mean();

        // Again with pixels 0..255, as the article tests.
        var rawPrediction = Scores(test.Images * 255).argmax(1);
        var rawAccuracy = rawPrediction.eq(test.Labels).to(float32).mean();
        #endregion

        var probabilities = functional.softmax(scores, 1);
        var surest = probabilities.gather(1, prediction.unsqueeze(1)).squeeze(1);
        var (confusion, misclassified) = Compare(dataset, prediction.cpu().data<long>().ToArray(), surest.cpu().data<float>().ToArray());
        var loss = functional.cross_entropy(scores, test.Labels);
        return new(accuracy.item<float>(), rawAccuracy.item<float>(), loss.item<float>(), confusion, misclassified);

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

    private static (int[][] Confusion, List<Misclassified> Misclassified) Compare(
        ImageDataset dataset, long[] predictions, float[] probabilities)
    {
        var classes = dataset.ClassNames.Count;
        var confusion = Enumerable.Range(0, classes).Select(_ => new int[classes]).ToArray();
        var misclassified = new List<Misclassified>();
        for (var index = 0; index < predictions.Length; index++)
        {
            var (label, prediction) = (dataset.Test.Label(index), (int)predictions[index]);
            if (prediction >= classes)
                throw new ArgumentException($"The network knows a class {prediction}, the data set only {classes} classes.");
            confusion[label][prediction]++;
            if (prediction != label) misclassified.Add(new(index, label, prediction, probabilities[index]));
        }
        return (confusion, [.. misclassified.OrderByDescending(wrong => wrong.Probability).ThenBy(wrong => wrong.Index)]);
    }
}
