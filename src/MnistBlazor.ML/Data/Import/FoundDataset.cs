namespace MnistBlazor.ML.Data.Import;

/// <summary>A data set as somebody's files hold it: which images there are and of which classes. None of them has been read.</summary>
/// <param name="Kind">As <see cref="ImportReport.Kind"/>.</param>
/// <param name="ClassNames">By label; every one has an image.</param>
internal sealed record FoundDataset(string Kind, IReadOnlyList<string> ClassNames, IReadOnlyList<FoundImage> Images)
{
    /// <summary>The data sets in the archive to choose from; empty: there is only one.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>The one of <see cref="Parts"/> that this is.</summary>
    public string? Part { get; init; }

    /// <summary>Files that are no part of it, or that could not be read.</summary>
    public IReadOnlyList<DatasetException> Skipped { get; init; } = [];

    /// <summary>What looks wrong with files and names.</summary>
    public IReadOnlyList<ImportNote> Findings { get; init; } = [];

    /// <summary>Whether the files are known to have rows and columns exchanged.</summary>
    public bool Transposed { get; init; }

    /// <summary>Whether all images were made alike, as the rows of a table are, so that they share what is paper and what is ink.</summary>
    public bool IsUniform { get; init; }
}

/// <summary>An image that was found.</summary>
/// <param name="File">Its path, or that of the file that holds it.</param>
/// <param name="Number">Its number in a file of many, from 0; null: it is the file.</param>
/// <param name="Read">Throws <see cref="DatasetException"/>: it is damaged or no image. The import goes on without it.</param>
internal sealed record FoundImage(string File, int? Number, int Label, ImageRole Role, Func<SourceImage> Read)
{
    public string Name => Number is { } number ? $"{File} #{number + 1}" : File;
}

/// <summary>What an image is for, as the files say.</summary>
internal enum ImageRole
{
    Unsaid,
    Train,
    Test,
}
