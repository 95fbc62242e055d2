using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Training;

/// <summary>
/// Cuts the training images into mini-batches, in a new random order each epoch. Images that do not fill a batch wait for the
/// next order. Everything is cut out of one tensor that stays on the device: nothing is copied from memory while training.
/// </summary>
internal sealed class MiniBatches : IDisposable
{
    private readonly DeviceSplit data;
    private readonly TrainingOptions options;
    private readonly int imageCount;
    private Tensor? order;

    /// <param name="imageCount">The first so many images of the data are trained with.</param>
    public MiniBatches(DeviceSplit data, int imageCount, TrainingOptions options)
    {
        this.data = data;
        this.imageCount = imageCount;
        this.options = options;
    }

    /// <summary>Batches to an epoch.</summary>
    public int Count => imageCount / options.BatchSize;

    /// <summary>Puts all images into the random order of an epoch.</summary>
    /// <param name="epoch">From 1.</param>
    public void Shuffle(int epoch)
    {
        using var scope = NewDisposeScope();
        using var shuffling = Seeds.Order(options.Seed, epoch);
        var next = NewOrder(imageCount, shuffling).to(data.Images.device);
        order?.Dispose();
        order = next.DetachFromDisposeScope();
    }

    /// <summary>One random order of all images: [imageCount] int64 on the CPU, so that it is the same for every device.</summary>
    public static Tensor NewOrder(int imageCount, Generator shuffling)
    {
        #region cell: shuffle
        var order = randperm(imageCount, generator: shuffling);
        #endregion

        return order;
    }

    /// <param name="batch">0 to <see cref="Count"/> - 1.</param>
    /// <returns>Images [BatchSize, 784] and labels [BatchSize].</returns>
    public (Tensor Images, Tensor Labels) Take(int batch)
    {
        #region cell: batches
        var chosen = order!.narrow(0, batch * options.BatchSize, options.BatchSize);   // the next options.BatchSize of the order
        var images = data.Images.index_select(0, chosen);                              // [options.BatchSize, 784]
        var labels = data.Labels.index_select(0, chosen);                              // [options.BatchSize]
        #endregion

        return (images, labels);
    }

    public void Dispose() => order?.Dispose();
}
