namespace MnistBlazor.ML.Data.Import;

/// <summary>How large a data set that somebody brings along may be. Counted while it is read, whatever its headers say.</summary>
public sealed record DatasetBounds
{
    /// <summary>Training and test images together.</summary>
    public int Images { get; init; } = 100_000;

    public int Classes { get; init; } = 100;

    /// <summary>Characters of a class's name.</summary>
    public int NameLength { get; init; } = 40;

    /// <summary>Files, in folders or an archive, whatever they are.</summary>
    public int Files { get; init; } = 120_000;

    /// <summary>Bytes of one file, unpacked.</summary>
    public long FileBytes { get; init; } = 128L << 20;

    /// <summary>Bytes of all files and all pictures, unpacked.</summary>
    public long TotalBytes { get; init; } = 1L << 30;

    /// <summary>The longest side of a picture, pixels.</summary>
    public int ImageSide { get; init; } = 1 << 14;
}
