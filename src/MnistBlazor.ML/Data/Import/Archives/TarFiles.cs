using System.Formats.Tar;

namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>The files in a tar archive that lies unpacked on the disk.</summary>
internal static class TarFiles
{
    private const int BlockLength = 512, SizeAt = 124, SizeLength = 12, ChecksumAt = 148, ChecksumLength = 8, TypeAt = 156;

    /// <summary>Bytes of a long name, or of an extended header.</summary>
    private const int MostMetadata = 1 << 16;

    /// <param name="name">Of the archive, for errors.</param>
    /// <exception cref="DatasetException">It is damaged or empty, holds too many files, or its names are unreadable.</exception>
    public static IReadOnlyList<DatasetFileEntry> Open(DatasetFiles files, UnpackedFile tar, string name, CancellationToken cancellation)
    {
        var entries = new List<DatasetFileEntry>();
        try
        {
            CheckMetadata(tar, cancellation);
            using var reader = new TarReader(File.OpenRead(tar.Path));
            while (reader.GetNextEntry() is { } entry)
            {
                cancellation.ThrowIfCancellationRequested();
                var path = EntryNames.Path(entry.Name);
                if (path.Contains('\uFFFD')) throw DatasetError.EntryNames(name, path.Replace('\uFFFD', '_'));
                var kind = entry.EntryType;
                if (kind is TarEntryType.SymbolicLink or TarEntryType.HardLink) files.Skip(DatasetError.FileLink(path));
                if (kind is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile)) continue;
                if (entries.Count == files.Bounds.Files) throw DatasetError.TooManyFiles(name, files.Bounds.Files);
                var (offset, length) = (entry.DataOffset, entry.Length);
                if (length > 0 && (offset < 0 || offset > tar.Length - length)) throw new InvalidDataException("It is cut off.");
                entries.Add(new(path, () => new FileSlice(tar, offset, length)));
            }
        }
        catch (NotSupportedException)
        {
            throw DatasetError.ArchiveKind(name, "sparse tar");
        }
        catch (Exception error) when
            (error is InvalidDataException or IOException or FormatException or ArgumentException or OverflowException)
        {
            throw DatasetError.ArchiveDamaged(name, error);
        }
        return entries.Count > 0 ? entries : throw DatasetError.ArchiveEmpty(name);
    }

    /// <summary>
    /// The library makes room for a long name or an extended header as its size field says. Every header lies at a multiple of 512 bytes:
    /// none of them may ask for much.
    /// </summary>
    private static void CheckMetadata(UnpackedFile tar, CancellationToken cancellation)
    {
        var blocks = new byte[128 * BlockLength];
        for (long offset = 0; offset < tar.Length; offset += blocks.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = (int)Math.Min(blocks.Length, tar.Length - offset);
            tar.Read(offset, blocks.AsSpan(0, length));
            for (var at = 0; at + BlockLength <= length; at += BlockLength)
            {
                var block = blocks.AsSpan(at, BlockLength);
                if (block[TypeAt] is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K' && IsHeader(block) && Size(block) > MostMetadata)
                    throw new InvalidDataException("A header of it is too large.");
            }
        }
    }

    private static bool IsHeader(ReadOnlySpan<byte> block)
    {
        var sum = ChecksumLength * ' ';
        for (var i = 0; i < block.Length; i++)
            if (i is < ChecksumAt or >= ChecksumAt + ChecksumLength) sum += block[i];
        return Octal(block.Slice(ChecksumAt, ChecksumLength)) == sum;
    }

    // A first byte with its highest bit set: too large for octal digits.
    private static long Size(ReadOnlySpan<byte> block) => block[SizeAt] >= 0x80 ? long.MaxValue : Octal(block.Slice(SizeAt, SizeLength));

    private static long Octal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (var digit in field)
            if (digit is >= (byte)'0' and <= (byte)'7') value = value * 8 + digit - '0';
        return value;
    }
}
