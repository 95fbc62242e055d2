namespace MnistBlazor.ML.Data;

/// <summary>Images and their labels, one byte a pixel and a label. Immutable.</summary>
public sealed class ImageSplit
{
    public const int Width = 28, Height = 28, PixelsPerImage = Width * Height;

    private readonly ReadOnlyMemory<byte> _pixels, _labels;
    private readonly int _classes;

    /// <param name="pixels">784 bytes an image, row by row, 0 (paper) to 255 (ink).</param>
    /// <param name="labels">0 to <paramref name="classes"/> - 1, one for each image.</param>
    /// <exception cref="ArgumentException">There is not one label for each image.</exception>
    public ImageSplit(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, int classes)
    {
        if (pixels.Length != (long)labels.Length * PixelsPerImage)
            throw new ArgumentException(
                $"{pixels.Length} pixels are not {labels.Length} images of {PixelsPerImage} pixels.", nameof(pixels));
        _pixels = pixels;
        _labels = labels;
        _classes = classes;
    }

    public int Count => _labels.Length;

    /// <summary>The pixels of all images, one image after the other.</summary>
    public ReadOnlySpan<byte> AllPixels => _pixels.Span;

    public ReadOnlySpan<byte> AllLabels => _labels.Span;

    /// <returns>784 bytes, row by row, 0 (paper) to 255 (ink).</returns>
    public ReadOnlySpan<byte> Pixels(int index) => _pixels.Span.Slice(checked(index * PixelsPerImage), PixelsPerImage);

    public int Label(int index) => _labels.Span[index];

    public int[] CountPerClass()
    {
        var counts = new int[_classes];
        foreach (var label in _labels.Span) counts[label]++;
        return counts;
    }

    /// <summary>The first <paramref name="count"/> images, without copying them.</summary>
    public ImageSplit Take(int count) => new(_pixels[..(count * PixelsPerImage)], _labels[..count], _classes);
}
