namespace MnistBlazor.ML.Data.Import;

/// <summary>How large a data set that somebody brings along may be. Counted while it is read, whatever its headers say.</summary>
public sealed record DatasetBounds
{
    /// <summary>Bytes of the images as they will be kept, 784 each: training and test images together.</summary>
    public long ImageBytes { get; init; } = 256L << 20;

    /// <summary>As many images as <see cref="ImageBytes"/> holds.</summary>
    public int Images => (int)Math.Min(int.MaxValue, ImageBytes / ImageSplit.PixelsPerImage);

    public int Classes { get; init; } = 100;

    /// <summary>Characters of a class's name.</summary>
    public int NameLength { get; init; } = 40;

    /// <summary>Files, in folders or archives, whatever they are.</summary>
    public int Files { get; init; } = 160_000;

    /// <summary>Bytes of one file, unpacked.</summary>
    public long FileBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of all files that are read, unpacked.</summary>
    public long TotalBytes { get; init; } = 1L << 30;

    /// <summary>The longest side of a picture, pixels.</summary>
    public int ImageSide { get; init; } = 1 << 14;

    /// <summary>Pixels of all pictures together, as large as they are in their files.</summary>
    public long TotalPixels { get; init; } = 8L << 30;
}
