using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Execution;

/// <summary>
/// How much a run has to compute, told from its options alone. The unit is one weight changed once: a step costs as many as the network
/// has parameters, and something besides for each layer and for each image. By this, the time of a step is told within a factor of two, of
/// batches of one as of a thousand (measured on one core: softmax, 256 x 2, 1,024 x 6, both recipes of lesson 3).
/// </summary>
internal static class RunWork
{
    /// <summary>MNIST's, until the data set is known.</summary>
    public const int UsualImages = 60_000, UsualClasses = 10;

    /// <summary>What a core of the year 2025 does in a second: where estimates begin, until this machine has shown its own rate.</summary>
    public const double UsualRate = 3e8;

    private const double PerLayer = 100_000, PerMultiplication = 1 / 32.0, PerActivation = 0.75, PerAugmentation = 40_000;

    /// <param name="images">Of the data set, for training; those held out count among them.</param>
    public static int StepsPerEpoch(TrainingOptions options, int images) =>
        Math.Max(1, options.TrainingCount(images) / Math.Max(1, options.BatchSize));

    /// <summary>Steps that a run has before it.</summary>
    /// <param name="images">As for <see cref="StepsPerEpoch"/>; of no matter once the run has begun.</param>
    public static long StepsLeft(Run run, int images)
    {
        var stepsPerEpoch = run.StepsPerEpoch > 0 ? run.StepsPerEpoch : StepsPerEpoch(run.Options, images);
        return Math.Max(0, (long)stepsPerEpoch * run.Options.Epochs - run.Step);
    }

    /// <summary>The work of one step.</summary>
    public static double OfStep(TrainingOptions options, int classes)
    {
        var network = ModelSummary.Of(options.Model, classes);
        var image = network.Layers.Sum(layer => PerMultiplication * layer.ParameterCount * PositionsOf(layer)
            + PerActivation * layer.OutputShape.Aggregate(1L, (all, size) => all * size));
        image += PerActivation * ImageSplit.PixelsPerImage;
        if (options.Augmentation is { VariesEach: true }) image += PerAugmentation;
        // One more than there are layers: the loss.
        return network.ParameterCount + PerLayer * (network.Layers.Count + 1) + image * options.BatchSize;
    }

    // A kernel's weights are used at every place of the picture.
    private static long PositionsOf(LayerSummary layer) =>
        layer is { Kind: "Conv2d", OutputShape: [_, var rows, var columns] } ? rows * columns : 1;
}
