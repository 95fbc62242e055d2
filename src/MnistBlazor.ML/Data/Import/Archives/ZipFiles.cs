using System.IO.Compression;
using System.Text;

namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>The files in a zip archive.</summary>
/// <remarks>
/// Unpacked by the framework's <see cref="ZipArchive"/>. SharpCompress knows more methods, but allocates LZMA's window by what a header
/// says, takes the Unicode Path field unchecked, and tells neither the names' bytes nor their flags.
/// </remarks>
internal static class ZipFiles
{
    private static ReadOnlySpan<byte> EntryMark => "PK\u0001\u0002"u8;

    /// <param name="name">Of the archive, for errors.</param>
    /// <exception cref="DatasetException">
    /// It is damaged, locked, empty, one part of several, or packed by a method that is not known; or its names are unreadable.
    /// </exception>
    public static IReadOnlyList<DatasetFileEntry> Open(DatasetFiles files, string path, string name, CancellationToken cancellation)
    {
        // Before anything builds a list of them: each entry of the archive's directory begins with these bytes.
        var most = files.Bounds.Files;
        if (CountOf(EntryMark, path, most, cancellation) > most) throw DatasetError.TooManyFiles(name, most);
        try
        {
            List<ZipDirectoryEntry> directory;
            using (var stream = File.OpenRead(path)) directory = ZipDirectory.Read(stream, name, most);
            var archive = files.Own(new ZipArchive(File.OpenRead(path), ZipArchiveMode.Read, leaveOpen: false, Encoding.Latin1));
            if (archive.Entries.Count != directory.Count) throw new InvalidDataException("Its directory is damaged.");
            if (directory.All(entry => entry.IsFolder)) throw DatasetError.ArchiveEmpty(name);
            if (directory.Any(entry => entry.IsLocked && !entry.IsFolder)) throw DatasetError.ArchiveLocked(name);
            if (directory.FirstOrDefault(entry => entry.Method is not (0 or 8 or 9) && !entry.IsFolder) is { } unknown)
                throw DatasetError.ArchiveMethod(name, unknown.Method);
            var (paths, encoding) = EntryNames.Decode(directory, name);
            if (encoding is not null) files.NameEncoding = encoding;
            return [.. Files(files, archive.Entries, directory, paths)];
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw DatasetError.ArchiveDamaged(name, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DatasetError.Unreadable(name, error);
        }
    }

    /// <summary>The same files in a folder.</summary>
    public static IReadOnlyList<DatasetFileEntry> Below(string folder, IReadOnlyList<DatasetFileEntry> entries) =>
        folder.Length == 0
            ? entries
            : [.. entries.Select(entry => new DatasetFileEntry(folder + entry.Path, entry.Open) { Crc = entry.Crc })];

    private static IEnumerable<DatasetFileEntry> Files(
        DatasetFiles files, IReadOnlyList<ZipArchiveEntry> entries, List<ZipDirectoryEntry> directory, string[] paths)
    {
        for (var i = 0; i < directory.Count; i++)
        {
            var entry = entries[i];
            var path = EntryNames.Path(paths[i]);
            if (directory[i].IsFolder || path.Length == 0) continue;
            if (directory[i].IsLink) files.Skip(DatasetError.FileLink(path));
            else yield return new(path, entry.Open) { Crc = entry.Crc32 };
        }
    }

    private static int CountOf(ReadOnlySpan<byte> mark, string path, int enough, CancellationToken cancellation)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[1 << 16];
        var (count, kept) = (0, 0);
        for (int read; count <= enough && (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            var part = buffer.AsSpan(0, kept + read);
            count += part.Count(mark);
            // A mark may lie across two parts.
            kept = Math.Min(mark.Length - 1, part.Length);
            part[^kept..].CopyTo(buffer);
        }
        return count;
    }
}
