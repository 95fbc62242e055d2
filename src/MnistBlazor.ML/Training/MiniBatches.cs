using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Training;

/// <summary>
/// Cuts the training images into mini-batches, in a new random order each epoch. Images that do not fill a batch wait for the
/// next order. Everything is cut out of one tensor that stays on the device: nothing is copied from memory while training.
/// </summary>
internal sealed class MiniBatches : IDisposable
{
    private readonly DeviceSplit _data;
    private readonly TrainingOptions _options;
    private readonly int _imageCount;
    private readonly DeviceSplit? _test;
    private Tensor? _order;

    /// <param name="imageCount">The first so many images of the data are trained with.</param>
    /// <param name="test">The test images, for the fault of learning from them.</param>
    public MiniBatches(DeviceSplit data, int imageCount, TrainingOptions options, DeviceSplit? test = null)
    {
        _test = options.Fault == TrainingFault.TestInTraining ? test : null;
        _data = data;
        _imageCount = imageCount;
        _options = options;
    }

    /// <summary>Batches to an epoch.</summary>
    public int Count => _imageCount / _options.BatchSize;

    /// <summary>Puts all images into the random order of an epoch.</summary>
    /// <param name="epoch">From 1.</param>
    public void Shuffle(int epoch)
    {
        using var scope = NewDisposeScope();
        using var shuffling = Seeds.Order(_options.Seed, epoch);
        var next = NewOrder(_imageCount, shuffling).to(_data.Labels.device);
        _order?.Dispose();
        _order = next.DetachFromDisposeScope();
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
        if (_test is not null) return TakeWithTest(batch, _test);
        var (data, options, order) = (_data, _options, _order); // the learner reads names without underscores

        #region cell: batches
        // The next options.BatchSize of the order.
        var chosen = order!.narrow(0, batch * options.BatchSize, options.BatchSize);

        // Their images, [options.BatchSize, 784], and their labels, [options.BatchSize].
        var pixels = data.Pixels.index_select(0, chosen);
        var labels = data.Labels.index_select(0, chosen);

        // 0..255 becomes 0..1.
        var images = pixels.to(float32).div_(255);
        #endregion

        return (images, labels);
    }

    // As many images as without the fault: the last of them make room for the test's.
    private (Tensor Images, Tensor Labels) TakeWithTest(int batch, DeviceSplit test)
    {
        var (data, options, order, imageCount) = (_data, _options, _order, _imageCount);

        #region cell: test-in-training
        // Fault: the last images of the order are the test's.
        var own = Math.Max(0, imageCount - test.Labels.shape[0]);
        var chosen = order!.narrow(0, batch * options.BatchSize, options.BatchSize);
        var training = chosen.masked_select(chosen.lt(own));
        var tested = chosen.masked_select(chosen.ge(own)) - own;
        var pixels = cat([data.Pixels.index_select(0, training),
            test.Pixels.index_select(0, tested)]);
        var labels = cat([data.Labels.index_select(0, training),
            test.Labels.index_select(0, tested)]);

        // 0..255 becomes 0..1.
        var images = pixels.to(float32).div_(255);
        #endregion

        return (images, labels);
    }

    /// <summary>Which training images <see cref="Take"/> gives: [BatchSize] int64.</summary>
    public Tensor Indices(int batch) => _order!.narrow(0, batch * _options.BatchSize, _options.BatchSize);

    public void Dispose() => _order?.Dispose();
}
