namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>What a file is by its first bytes; its name does not count.</summary>
internal enum FileKind
{
    Unknown,
    Empty,
    Text,
    Picture,
    OtherPicture,
    Idx,
    Npy,
    Gzip,
    Zip,
    Tar,

    /// <summary>An archive of a kind that is not read here.</summary>
    OtherArchive,

    /// <summary>A table of a kind that is not read here.</summary>
    OtherTable,
}

/// <summary>Tells files by the marks that they begin with.</summary>
internal static class FileSignature
{
    /// <summary>As many of a file's first bytes as it takes: the mark of a tar archive lies at 257.</summary>
    public const int Length = 512;

    private const int TarMark = 257;

    private static readonly (byte[] Mark, int At, FileKind Kind, string Name)[] Marks =
    [
        ([0x89, .. "PNG\r\n\u001a\n"u8], 0, FileKind.Picture, "PNG"),
        ([0xFF, 0xD8, 0xFF], 0, FileKind.Picture, "JPEG"),
        ([.. "GIF8"u8], 0, FileKind.Picture, "GIF"),
        ([.. "WEBP"u8], 8, FileKind.Picture, "WebP"),
        ([.. "ftyp"u8], 4, FileKind.OtherPicture, "HEIC"),
        ([.. "II*\0"u8], 0, FileKind.OtherPicture, "TIFF"),
        ([.. "MM\0*"u8], 0, FileKind.OtherPicture, "TIFF"),
        ([0x93, .. "NUMPY"u8], 0, FileKind.Npy, "NumPy"),
        ([0x1F, 0x8B], 0, FileKind.Gzip, "gzip"),
        ([.. "PK\u0003\u0004"u8], 0, FileKind.Zip, "zip"),
        ([.. "PK\u0005\u0006"u8], 0, FileKind.Zip, "zip"),
        ([.. "PK\u0007\b"u8], 0, FileKind.Zip, "zip"),
        ([.. "ustar"u8], TarMark, FileKind.Tar, "tar"),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], 0, FileKind.OtherArchive, "7z"),
        ([.. "Rar!\u001a"u8], 0, FileKind.OtherArchive, "RAR"),
        ([0xFD, .. "7zXZ"u8], 0, FileKind.OtherArchive, "xz"),
        ([.. "BZh"u8], 0, FileKind.OtherArchive, "bzip2"),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, FileKind.OtherArchive, "Zstandard"),
        ([.. "MATLAB "u8], 0, FileKind.OtherTable, "MATLAB"),
        ([0x89, .. "HDF\r\n"u8], 0, FileKind.OtherTable, "HDF5"),
        ([.. "PAR1"u8], 0, FileKind.OtherTable, "Parquet"),
        ([.. "SQLite format 3"u8], 0, FileKind.OtherTable, "SQLite"),
    ];

    /// <param name="start">The file's first <see cref="Length"/> bytes, or all of a shorter one.</param>
    /// <returns>Also what people call it, where it has a name.</returns>
    public static (FileKind Kind, string Name) Of(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return (FileKind.Empty, "");
        foreach (var (mark, at, kind, name) in Marks)
            if (start.Length >= at && start[at..].StartsWith(mark)) return (kind, name);
        if (IsIdx(start)) return (FileKind.Idx, "IDX");
        if (start.Length > 14 && start.StartsWith("BM"u8) && start[6..10].IndexOfAnyExcept((byte)0) < 0) return (FileKind.Picture, "BMP");
        return (IsText(start) ? FileKind.Text : FileKind.Unknown, "");
    }

    // Two zero bytes, the type of the elements, how many dimensions.
    private static bool IsIdx(ReadOnlySpan<byte> start) =>
        start is [0, 0, 0x08 or 0x09 or (>= 0x0B and <= 0x0E), >= 1 and <= 4, ..] && start.Length >= 4 + 4 * start[3];

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return true;
        foreach (var value in start)
            if (value < 32 && value is not ((byte)'\t' or (byte)'\r' or (byte)'\n')) return false;
        return true;
    }
}
