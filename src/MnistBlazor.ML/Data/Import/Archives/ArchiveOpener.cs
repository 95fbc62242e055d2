using System.Text.RegularExpressions;

namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>Looks at what somebody chose: an archive is taken apart, any other file stays as it is, whatever they are called.</summary>
internal static partial class ArchiveOpener
{
    private static readonly string[] ArchiveEndings = [".zip", ".tar", ".tgz", ".tar.gz", ".npz"];

    /// <param name="isOneOfMany">Then the files of an archive are put below its name: <c>train.zip</c> has <c>train/0/1.png</c>.</param>
    /// <exception cref="DatasetException">It is damaged, locked, empty, one part of several, or of a kind that is not read.</exception>
    public static IReadOnlyList<DatasetFileEntry> Open(
        DatasetFiles files, DatasetFileEntry upload, bool isOneOfMany, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var prefix = isOneOfMany ? Stem(upload.Name) + "/" : "";
        var (kind, name) = FileSignature.Of(PackedStart(upload));
        switch (kind)
        {
            case FileKind.Empty:
                throw DatasetError.FileEmpty(upload.Path);
            case FileKind.OtherArchive:
                throw DatasetError.ArchiveKind(upload.Path, name);
            case FileKind.Zip when PartName().IsMatch(upload.Name):
                throw DatasetError.ArchiveSplit(upload.Path);
            case FileKind.Zip:
                var entries = ZipFiles.Open(files, upload.DiskPath!, upload.Path, cancellation);
                var isNumpy = entries.All(entry => entry.Extension == ".npy");
                return ZipFiles.Below(isNumpy ? upload.Name + "/" : prefix, entries);
            case FileKind.Tar:
                var tar = files.Own(UnpackedFile.Existing(upload.DiskPath!));
                return ZipFiles.Below(prefix, TarFiles.Open(files, tar, upload.Path, cancellation));
            case FileKind.Gzip when FileSignature.Of(files.Start(upload)).Kind == FileKind.Tar:
                var unpacked = files.WriteTemporary(file => CopyBounded(files, upload, file, progress, cancellation));
                return ZipFiles.Below(prefix, TarFiles.Open(files, unpacked, upload.Path, cancellation));
            case FileKind.Unknown or FileKind.Text when PartName().IsMatch(upload.Name):
                throw DatasetError.ArchiveSplit(upload.Path);
            case FileKind.Unknown or FileKind.Text when Stem(upload.Name) != upload.Name:
                throw DatasetError.ArchiveDamaged(upload.Path, new InvalidDataException("It is no archive."));
            default:
                return [upload];
        }
    }

    /// <summary>Takes NumPy's archives apart, which may lie within another.</summary>
    public static IEnumerable<DatasetFileEntry> Expand(
        DatasetFiles files, IReadOnlyList<DatasetFileEntry> entries, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        foreach (var entry in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Extension != ".npz" || DatasetFiles.IsLitter(entry.Path) || FileSignature.Of(PackedStart(entry)).Kind != FileKind.Zip)
            {
                yield return entry;
                continue;
            }
            var unpacked = files.Unpack(entry, progress, cancellation);
            var arrays = ZipFiles.Open(files, unpacked.Path, entry.Path, cancellation);
            foreach (var array in ZipFiles.Below(entry.Path + "/", arrays)) yield return array;
        }
    }

    // As large as all files together may be: it is all of them.
    private static void CopyBounded(
        DatasetFiles files, DatasetFileEntry upload, Stream to, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        using var stream = new EntryStream(upload, files.Bounds.TotalBytes, null, progress, cancellation);
        stream.CopyTo(to);
    }

    private static byte[] PackedStart(DatasetFileEntry entry)
    {
        try
        {
            using var stream = entry.Open();
            var start = new byte[FileSignature.Length];
            return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw DatasetError.ArchiveDamaged(entry.Path, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DatasetError.Unreadable(entry.Path, error);
        }
    }

    private static string Stem(string name)
    {
        var ending = ArchiveEndings.OrderByDescending(text => text.Length)
            .FirstOrDefault(text => name.EndsWith(text, StringComparison.OrdinalIgnoreCase)) ?? "";
        return name[..^ending.Length];
    }

    [GeneratedRegex(@"\.(z\d\d|\d\d\d|part\d+\.rar)$", RegexOptions.IgnoreCase)]
    private static partial Regex PartName();
}
