using System.IO.Compression;

namespace MnistBlazor.ML.Data.Import;

/// <summary>A file of a data set that somebody brings along.</summary>
/// <param name="Path">Where it lies in its folder or archive, with <c>/</c> between the names.</param>
internal sealed record DatasetFileEntry(string Path, Func<Stream> Open)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string Extension => System.IO.Path.GetExtension(Path).ToLowerInvariant();
}

/// <summary>The files of a data set, in a folder, in a zip archive, or one by one; and how much of them has been unpacked.</summary>
internal sealed class DatasetFiles : IDisposable
{
    private static ReadOnlySpan<byte> ZipDirectoryEntry => "PK\x01\x02"u8;

    private readonly DatasetBounds _bounds;
    private readonly IDisposable? _archive;
    private long _unpacked;

    private DatasetFiles(IEnumerable<DatasetFileEntry> entries, DatasetBounds bounds, string name, IDisposable? archive = null)
    {
        (_bounds, _archive) = (bounds, archive);
        try
        {
            Entries =
            [
                .. entries.Take(bounds.Files + 1)
                    .Where(entry => !IsLitter(entry.Path))
                    .OrderBy(entry => entry.Path, StringComparer.Ordinal),
            ];
            if (Entries.Count > bounds.Files) throw DatasetError.TooManyFiles(name, bounds.Files);
        }
        catch
        {
            archive?.Dispose();
            throw;
        }
    }

    public IReadOnlyList<DatasetFileEntry> Entries { get; }

    public DatasetBounds Bounds => _bounds;

    /// <exception cref="DatasetException">There are too many files.</exception>
    public static DatasetFiles InFolder(string folder, DatasetBounds bounds) => new(
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4 })
            .Select(path => new DatasetFileEntry(Path.GetRelativePath(folder, path).Replace('\\', '/'), () => File.OpenRead(path))),
        bounds, Path.GetFileName(folder));

    /// <param name="files">What a person chose, by the name it had there: one zip archive, or the files themselves.</param>
    /// <exception cref="DatasetException">There are too many files, or the archive is damaged.</exception>
    public static DatasetFiles Uploaded(IReadOnlyList<(string Name, string Path)> files, DatasetBounds bounds) =>
        files is [var (name, path)] && name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)
            ? InArchive(name, path, bounds)
            : new(
                files.Select(file => new DatasetFileEntry(file.Name, () => File.OpenRead(file.Path))), bounds,
                files.Count == 0 ? "" : files[0].Name);

    /// <summary>The whole file, and unpacked when its name ends in <c>.gz</c>.</summary>
    /// <exception cref="DatasetException">It is damaged, or it or all files together are too large.</exception>
    public byte[] Read(DatasetFileEntry entry, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default)
    {
        try
        {
            using var stream = entry.Open();
            var most = Math.Min(_bounds.FileBytes, _bounds.TotalBytes - _unpacked);
            var content = FileContent.Read(stream, entry.Path, most, 0, progress, cancellation);
            Count(content.Length, entry.Path);
            return content;
        }
        catch (InvalidDataException error)
        {
            throw DatasetError.ArchiveDamaged(entry.Path, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DatasetError.Unreadable(entry.Path, error);
        }
    }

    /// <summary>Counts what was unpacked besides the files themselves: pictures.</summary>
    /// <exception cref="DatasetException">It is too much in all.</exception>
    public void Count(long bytes, string file)
    {
        _unpacked += bytes;
        if (_unpacked > _bounds.TotalBytes) throw DatasetError.TooLarge(file, _bounds.TotalBytes);
    }

    /// <summary>The files are read once more: what was unpacked before is gone.</summary>
    public void CountAnew() => _unpacked = 0;

    public void Dispose() => _archive?.Dispose();

    private static DatasetFiles InArchive(string name, string path, DatasetBounds bounds)
    {
        // Before the library builds a list of them: each entry of the archive's directory begins with these bytes.
        if (CountOf(ZipDirectoryEntry, path, bounds.Files) > bounds.Files) throw DatasetError.TooManyFiles(name, bounds.Files);
        try
        {
            var archive = ZipFile.OpenRead(path);
            return new(
                archive.Entries.Where(entry => !entry.FullName.EndsWith('/'))
                    .Select(entry => new DatasetFileEntry(entry.FullName.Replace('\\', '/'), entry.Open)),
                bounds, name, archive);
        }
        catch (InvalidDataException error)
        {
            throw DatasetError.ArchiveDamaged(name, error);
        }
    }

    private static int CountOf(ReadOnlySpan<byte> mark, string path, int enough)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[1 << 16];
        var (count, kept) = (0, 0);
        for (int read; count <= enough && (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var part = buffer.AsSpan(0, kept + read);
            count += part.Count(mark);
            // A mark may lie across two parts.
            kept = Math.Min(mark.Length - 1, part.Length);
            part[^kept..].CopyTo(buffer);
        }
        return count;
    }

    // What file managers add to archives and folders.
    private static bool IsLitter(string path) => path.Split('/').Any(part => part.StartsWith('.') || part == "__MACOSX");
}
