namespace MnistBlazor.ML.Data;

/// <summary>Images and labels on one device. Shared by everyone who trains there: read, never changed, never disposed.</summary>
/// <param name="Pixels">
/// [N, 784] uint8, 0 (paper) to 255 (ink). They become numbers from 0 to 1 only where they are read: a batch cut out of bytes is there
/// sooner than one cut out of numbers, which take four times the memory.
/// </param>
/// <param name="Labels">[N] int64, the number of the class.</param>
internal sealed record DeviceSplit(Tensor Pixels, Tensor Labels)
{
    /// <summary>All images as a network reads them: [N, 784] float32, 0 to 1, made anew by each reading.</summary>
    public Tensor Images => Scaled(Pixels);

    /// <summary>The first <paramref name="count"/>, like <see cref="Images"/>, and a view of their labels.</summary>
    public (Tensor Images, Tensor Labels) First(int count) => From(0, count);

    /// <summary>The last <paramref name="count"/>, like <see cref="Images"/>, and a view of their labels.</summary>
    public (Tensor Images, Tensor Labels) Last(int count) => From(Labels.shape[0] - count, count);

    public static DeviceSplit Of(ImageSplit split, Device device)
    {
        using var scope = NewDisposeScope();

        #region cell: data
        // One row per image, one byte per pixel.
        var bytes = empty(split.Count, 28 * 28, dtype: uint8);
        split.AllPixels.CopyTo(bytes.bytes);
        var pixels = bytes.to(device);

        // One label per image: not one-hot, just its number.
        var numbers = empty(split.Count, dtype: uint8);
        split.AllLabels.CopyTo(numbers.bytes);
        var labels = numbers.to(int64).to(device);
        #endregion

        return new(pixels.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
    }

    /// <param name="pixels">uint8, 0 to 255.</param>
    /// <returns>float32, 0 to 1.</returns>
    public static Tensor Scaled(Tensor pixels) => pixels.to(float32).div_(255);

    private (Tensor Images, Tensor Labels) From(long first, int count) =>
        (Scaled(Pixels.narrow(0, first, count)), Labels.narrow(0, first, count));
}

/// <summary>A data set on one device.</summary>
internal sealed record DeviceTensors(DeviceSplit Train, DeviceSplit Test);
