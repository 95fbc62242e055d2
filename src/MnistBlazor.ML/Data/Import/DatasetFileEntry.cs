namespace MnistBlazor.ML.Data.Import;

/// <summary>A file of a data set that somebody brings along.</summary>
/// <param name="path">Where it lies in its folder or archive, with <c>/</c> between the names.</param>
/// <param name="open">Gives its bytes as they are there: those of a gzip file packed.</param>
internal sealed class DatasetFileEntry(string path, Func<Stream> open)
{
    /// <summary>In one form of Unicode: what a Mac writes as two characters is one elsewhere.</summary>
    public string Path { get; } = path.IsNormalized() ? path : path.Normalize();

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string Extension => System.IO.Path.GetExtension(Path).ToLowerInvariant();

    public Func<Stream> Open { get; } = open;

    /// <summary>CRC-32 of what <see cref="Open"/> gives, as the archive says; null: it says nothing.</summary>
    public uint? Crc { get; init; }

    /// <summary>The file itself on the disk; null: it lies in an archive.</summary>
    public string? DiskPath { get; init; }

    /// <summary>Whether its length has been counted against the bounds.</summary>
    public bool IsCounted { get; set; }
}
