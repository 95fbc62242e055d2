namespace MnistBlazor.ML.Data;

/// <summary>Images and labels on one device. Shared by everyone who trains there: read, never changed, never disposed.</summary>
/// <param name="Images">[N, 784] float32, 0 (paper) to 1 (ink).</param>
/// <param name="Labels">[N] int64, the number of the class.</param>
internal sealed record DeviceSplit(Tensor Images, Tensor Labels)
{
    /// <summary>Views of the last <paramref name="count"/> images and labels.</summary>
    public (Tensor Images, Tensor Labels) Last(int count) =>
        (Images.narrow(0, Images.shape[0] - count, count), Labels.narrow(0, Labels.shape[0] - count, count));

    public static DeviceSplit Of(ImageSplit split, Device device)
    {
        using var scope = NewDisposeScope();

        #region cell: data
        // One row per image, one byte per pixel.
        var pixels = empty(split.Count, 28 * 28, dtype: uint8);
        split.AllPixels.CopyTo(pixels.bytes);

        // 0..255 becomes 0..1.
        var images = pixels.to(float32).div(255).to(device);

        // One label per image: not one-hot, just its number.
        var numbers = empty(split.Count, dtype: uint8);
        split.AllLabels.CopyTo(numbers.bytes);
        var labels = numbers.to(int64).to(device);
        #endregion

        return new(images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
    }
}

/// <summary>A data set on one device.</summary>
internal sealed record DeviceTensors(DeviceSplit Train, DeviceSplit Test);
