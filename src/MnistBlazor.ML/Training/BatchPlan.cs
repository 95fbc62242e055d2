using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Training;

/// <summary>How the training images of a run are cut into mini-batches.</summary>
/// <param name="BatchCount">Batches to an epoch.</param>
/// <param name="LeftOver">Images that do not fill a batch at an epoch's end: others each time.</param>
/// <param name="FirstIndices">The first training images, at most 20, of the very first batch.</param>
public sealed record BatchPlan(int BatchSize, int BatchCount, int LeftOver, int[] FirstIndices)
{
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static BatchPlan Of(TrainingOptions options, ImageDataset dataset)
    {
        options.Check(dataset);
        using var scope = NewDisposeScope();
        using var shuffling = Seeds.Order(options.Seed, epoch: 1);
        var images = options.TrainingCount(dataset);
        var order = MiniBatches.NewOrder(images, shuffling).narrow(0, 0, Math.Min(20, options.BatchSize));
        return new(
            options.BatchSize, images / options.BatchSize, images % options.BatchSize,
            [.. order.data<long>().Select(index => (int)index)]);
    }
}
