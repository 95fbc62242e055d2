using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Evaluation;

/// <summary>What the network of a run says before it has learned anything, about the first batch that it will be given.</summary>
/// <param name="Loss">Mean loss over that batch: about ln 10 = 2.303 for ten classes, since it is guessing.</param>
/// <param name="ExampleIndex">The first training image of the batch.</param>
/// <param name="ExampleProbabilities">A probability per class.</param>
public sealed record UntrainedLoss(double Loss, int ExampleIndex, int ExampleLabel, float[] ExampleProbabilities, double ExampleLoss)
{
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static UntrainedLoss Of(TrainingOptions options, ImageDataset dataset)
    {
        var example = BatchPlan.Of(options, dataset).FirstIndices[0];
        using var scope = NewDisposeScope();
        var data = dataset.OnDevice(options.Device);
        var device = TorchRuntime.Device(options.Device);
        using var weights = Seeds.Weights(options.Seed);
        using var noise = Seeds.Noise();
        using var model = Network.Create(options.Model, dataset.ClassNames.Count, weights, noise, device);
        using var batches = new MiniBatches(data.Train, options.TrainingCount(dataset), options);
        batches.Shuffle(epoch: 1);
        var (images, labels) = batches.Take(0);
        using var _ = no_grad();
        model.eval();

        #region cell: loss
        // A score for each image and class: [options.BatchSize, classes].
        var scores = model.forward(images);

        // Each row now adds up to 1.
        var probabilities = functional.softmax(scores, dim: 1);

        // The mean of -log(probability of the right class).
        var loss = functional.cross_entropy(scores, labels);
        #endregion

        var first = probabilities[0].cpu().data<float>().ToArray();
        var label = dataset.Train.Label(example);
        return new(loss.item<float>(), example, label, first, -Math.Log(first[label]));
    }
}
