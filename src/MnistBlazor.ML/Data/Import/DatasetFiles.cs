using MnistBlazor.ML.Data.Import.Archives;

namespace MnistBlazor.ML.Data.Import;

/// <summary>
/// The files of a data set, in a folder, in archives, or one by one; and how much of them has been unpacked. Not thread-safe.
/// </summary>
internal sealed class DatasetFiles : IDisposable
{
    private static readonly string[] Litter = ["__MACOSX", "Thumbs.db", "desktop.ini", "$RECYCLE.BIN", "@eaDir"];

    private readonly List<IDisposable> _opened = [];
    private readonly HashSet<DatasetFileEntry> _measured = [];
    private readonly string _temporaryFolder;
    private readonly List<DatasetException> _skipped = [];
    private long _unpacked;
    private long _pixels;

    private DatasetFiles(DatasetBounds bounds, string temporaryFolder) => (Bounds, _temporaryFolder) = (bounds, temporaryFolder);

    /// <summary>In the order of their paths, without what file managers add by themselves.</summary>
    public IReadOnlyList<DatasetFileEntry> Entries { get; private set; } = [];

    /// <summary>What is no file to be read: links.</summary>
    public IReadOnlyList<DatasetException> Skipped => _skipped;

    /// <summary>The encoding in which the names of an archive were found to be that does not say it; null: there is none.</summary>
    public string? NameEncoding { get; set; }

    public DatasetBounds Bounds { get; }

    /// <exception cref="DatasetException">There are too many files.</exception>
    public static DatasetFiles InFolder(string folder, DatasetBounds bounds)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 10 };
        return Listed(new(bounds, Path.GetTempPath()), Path.GetFileName(folder), files =>
        {
            var paths = Directory.EnumerateFiles(folder, "*", options)
                .Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), path));
            return ArchiveOpener.Expand(files, [.. paths.Take(bounds.Files + 1).Select(OnDisk)], null, CancellationToken.None);
        });
    }

    /// <param name="files">What a person chose, by the name it had there: archives, or the files themselves.</param>
    /// <exception cref="DatasetException">There are too many files, or an archive is damaged or of a kind that is not read.</exception>
    public static DatasetFiles Uploaded(
        IReadOnlyList<(string Name, string Path)> files, DatasetBounds bounds, IProgress<LoadProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var folder = files.Count == 0 ? Path.GetTempPath() : Path.GetDirectoryName(files[0].Path)!;
        return Listed(new(bounds, folder), files.Count == 0 ? "" : files[0].Name, self =>
        {
            var entries = files.Select(OnDisk)
                .SelectMany(upload => ArchiveOpener.Open(self, upload, files.Count > 1, progress, cancellation));
            return ArchiveOpener.Expand(self, [.. entries.Take(bounds.Files + 1)], progress, cancellation);
        });
    }

    /// <summary>The file's content, unpacked when it is gzipped. Count its length with <see cref="Count"/> once it is read.</summary>
    /// <exception cref="DatasetException">Also while it is read: it is damaged, or it or all files together are too large.</exception>
    public EntryStream Open(DatasetFileEntry entry, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var left = Bounds.TotalBytes - _unpacked;
        return entry.IsCounted || left >= Bounds.FileBytes
            ? new(entry, Bounds.FileBytes, DatasetError.TooLarge(entry.Path, Bounds.FileBytes), progress, cancellation)
            : new(entry, left, DatasetError.TooMuch(entry.Path, Bounds.TotalBytes), progress, cancellation);
    }

    /// <summary>The first bytes of the content, <see cref="FileSignature.Length"/> of them if there are as many.</summary>
    /// <exception cref="DatasetException">It is damaged.</exception>
    public byte[] Start(DatasetFileEntry entry, int length = FileSignature.Length)
    {
        using var stream = new EntryStream(entry, long.MaxValue, null, null, CancellationToken.None);
        var start = new byte[length];
        return start[..stream.ReadAtLeast(start, length, throwOnEndOfStream: false)];
    }

    /// <summary>The whole content, in memory.</summary>
    /// <inheritdoc cref="Open"/>
    public byte[] Read(DatasetFileEntry entry, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var stream = Open(entry, progress, cancellation);
        using var content = new MemoryStream();
        Copy(entry, stream, content);
        return content.ToArray();
    }

    /// <summary>The whole content, on the disk: the file itself where it lies there unpacked.</summary>
    /// <inheritdoc cref="Open"/>
    public UnpackedFile Unpack(DatasetFileEntry entry, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        using var stream = Open(entry, progress, cancellation);
        if (entry.DiskPath is { } path && !stream.IsPacked)
        {
            var length = new FileInfo(path).Length;
            if (length > Bounds.FileBytes) throw DatasetError.TooLarge(entry.Path, Bounds.FileBytes);
            Count(entry, length);
            return Own(UnpackedFile.Existing(path));
        }
        return WriteTemporary(file => Copy(entry, stream, file));
    }

    /// <summary>A file beside the others that goes with this object.</summary>
    public UnpackedFile WriteTemporary(Action<Stream> write)
    {
        var path = Path.Combine(_temporaryFolder, $"unpacked-{Guid.NewGuid():n}");
        try
        {
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16)) write(file);
            return Own(UnpackedFile.Temporary(path));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Counts what was unpacked, once for each file however often it is read.</summary>
    /// <exception cref="DatasetException">It is too much in all.</exception>
    public void Count(DatasetFileEntry entry, long bytes)
    {
        if (entry.IsCounted) return;
        if (_unpacked + bytes > Bounds.TotalBytes) throw DatasetError.TooMuch(entry.Path, Bounds.TotalBytes);
        _unpacked += bytes;
        entry.IsCounted = true;
    }

    /// <summary>Counts the pixels of a picture, once for each however often it is decoded.</summary>
    /// <exception cref="DatasetException">They are too many in all.</exception>
    public void CountPixels(DatasetFileEntry entry, long pixels)
    {
        if (!_measured.Add(entry)) return;
        _pixels += pixels;
        if (_pixels > Bounds.TotalPixels) throw DatasetError.TooManyPixels(entry.Path, Bounds.TotalPixels);
    }

    /// <summary>Keeps something open until this object goes.</summary>
    public T Own<T>(T opened) where T : IDisposable
    {
        _opened.Add(opened);
        return opened;
    }

    public void Skip(DatasetException reason) => _skipped.Add(reason);

    public static bool IsLitter(string path) =>
        path.Split('/').Any(part => part.StartsWith('.') || Litter.Contains(part, StringComparer.OrdinalIgnoreCase));

    public void Dispose()
    {
        for (var i = _opened.Count - 1; i >= 0; i--) _opened[i].Dispose();
        _opened.Clear();
    }

    private void Copy(DatasetFileEntry entry, EntryStream stream, Stream to)
    {
        try
        {
            stream.CopyTo(to);
        }
        catch (DatasetException)
        {
            // A file that is left out has been work all the same.
            _unpacked += stream.Position;
            throw;
        }
        Count(entry, stream.Position);
    }

    private static DatasetFiles Listed(DatasetFiles files, string name, Func<DatasetFiles, IEnumerable<DatasetFileEntry>> list)
    {
        try
        {
            // Hidden files count as well.
            List<DatasetFileEntry> entries = [.. list(files).Take(files.Bounds.Files + 1)];
            if (entries.Count > files.Bounds.Files) throw DatasetError.TooManyFiles(name, files.Bounds.Files);
            files.Entries = [.. entries.Where(entry => !IsLitter(entry.Path)).OrderBy(entry => entry.Path, StringComparer.Ordinal)];
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static DatasetFileEntry OnDisk((string Name, string Path) file) =>
        new(file.Name, () => File.OpenRead(file.Path)) { DiskPath = file.Path };
}
