using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Evaluation;

/// <summary>What augmentation makes of an image.</summary>
public static class AugmentationPreview
{
    /// <param name="index">A training image.</param>
    /// <returns><paramref name="count"/> images of 784 bytes, each changed by an amount of its own.</returns>
    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public static byte[][] Of(Augmentation augmentation, ImageDataset dataset, int index, int count, int seed)
    {
        augmentation.Check();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        using var scope = NewDisposeScope();
        using var noise = Seeds.Noise();
        Seeds.MoveTo(noise, seed, step: 0);
        var image = empty(1, ImageSplit.PixelsPerImage, dtype: uint8);
        dataset.Train.Pixels(index).CopyTo(image.bytes);
        // Each in a batch of its own: what is drawn for a batch differs too.
        var scaled = image.to(float32).div(255);
        var changed = cat([.. Enumerable.Range(0, count).Select(_ => Augmentation.Apply(augmentation, scaled, noise))], 0);
        return [.. changed.mul(255).round().to(uint8).bytes.ToArray().Chunk(ImageSplit.PixelsPerImage)];
    }
}
