using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>
/// The directory of a zip archive, for what <see cref="System.IO.Compression.ZipArchive"/> does not tell: the bytes of the names, how they
/// are meant, and whether there are other disks.
/// </summary>
/// <remarks>Source: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3.12 to 4.3.16; Info-ZIP's Unicode Path field, section 4.6.9.</remarks>
internal static class ZipDirectory
{
    private const int EndLength = 22, LocatorLength = 20, EntryLength = 46, MostComment = ushort.MaxValue, MostDisks16 = ushort.MaxValue;

    private static ReadOnlySpan<byte> EndMark => "PK\u0005\u0006"u8;

    private static ReadOnlySpan<byte> LocatorMark => "PK\u0006\u0007"u8;

    private static ReadOnlySpan<byte> End64Mark => "PK\u0006\u0006"u8;

    private static ReadOnlySpan<byte> EntryMark => "PK\u0001\u0002"u8;

    /// <exception cref="DatasetException">It is damaged, one part of several, or has more than <paramref name="most"/> entries.</exception>
    public static List<ZipDirectoryEntry> Read(Stream archive, string name, int most)
    {
        var at = Find(archive, name);
        var entries = new List<ZipDirectoryEntry>();
        archive.Position = at;
        using var buffered = new BufferedStream(archive, 1 << 16);
        Span<byte> fields = stackalloc byte[EntryLength];
        while (buffered.ReadAtLeast(fields, EntryLength, throwOnEndOfStream: false) == EntryLength && fields.StartsWith(EntryMark))
        {
            if (entries.Count == most) throw DatasetError.TooManyFiles(name, most);
            var raw = new byte[Number16(fields[28..])];
            var extra = new byte[Number16(fields[30..])];
            var comment = new byte[Number16(fields[32..])];
            foreach (var part in new[] { raw, extra, comment })
                if (buffered.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length)
                    throw Damaged(name, "Its directory is cut off.");
            entries.Add(new(raw, Number16(fields[8..]), Number16(fields[10..]), Number32(fields[38..]) >> 16, UnicodePath(extra, raw)));
        }
        return entries;
    }

    private static long Find(Stream archive, string name)
    {
        var length = (int)Math.Min(archive.Length, MostComment + EndLength + LocatorLength);
        var tail = ReadAt(archive, archive.Length - length, length, name);
        var end = tail.AsSpan().LastIndexOf(EndMark);
        if (end < 0 || end + EndLength > length) throw StartsWithPart(archive, name);
        var fields = tail.AsSpan(end);
        int disk = Number16(fields[4..]), startDisk = Number16(fields[6..]), here = Number16(fields[8..]), total = Number16(fields[10..]);
        if (disk is not (0 or MostDisks16) || startDisk is not (0 or MostDisks16) || here != total) throw DatasetError.ArchiveSplit(name);
        var start = (long)Number32(fields[16..]);
        var locator = end - LocatorLength;
        if (locator >= 0 && tail.AsSpan(locator).StartsWith(LocatorMark))
        {
            if (Number32(tail.AsSpan(locator + 16)) > 1) throw DatasetError.ArchiveSplit(name);
            var end64 = ReadAt(archive, (long)BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(locator + 8)), 56, name);
            if (!end64.AsSpan().StartsWith(End64Mark)) throw Damaged(name, "Its directory is not where it says.");
            if (start == uint.MaxValue) start = (long)BinaryPrimitives.ReadUInt64LittleEndian(end64.AsSpan(48));
        }
        return start >= 0 && start <= archive.Length ? start : throw Damaged(name, "Its directory lies behind its end.");
    }

    private static DatasetException StartsWithPart(Stream archive, string name) =>
        ReadAt(archive, 0, (int)Math.Min(4, archive.Length), name).AsSpan().SequenceEqual("PK\u0007\b"u8)
            ? DatasetError.ArchiveSplit(name)
            : Damaged(name, "Its directory, which is at the end, is missing.");

    private static byte[] ReadAt(Stream archive, long offset, int length, string name)
    {
        if (offset < 0 || offset > archive.Length - length) throw Damaged(name, "It is cut off.");
        archive.Position = offset;
        var bytes = new byte[length];
        archive.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The name in UTF-8, which is to be believed as long as it was made from the name that stands beside it.</summary>
    private static string? UnicodePath(ReadOnlySpan<byte> extra, ReadOnlySpan<byte> raw)
    {
        const int id = 0x7075, headLength = 5;
        while (extra.Length >= 4)
        {
            var length = Number16(extra[2..]);
            if (length > extra.Length - 4) return null;
            var field = extra.Slice(4, length);
            if (Number16(extra) == id && length > headLength && field[0] == 1 && Number32(field[1..]) == Crc32.HashToUInt32(raw))
                return EntryNames.Strict(Encoding.UTF8, field[headLength..]);
            extra = extra[(4 + length)..];
        }
        return null;
    }

    private static DatasetException Damaged(string name, string why) => DatasetError.ArchiveDamaged(name, new InvalidDataException(why));

    private static int Number16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint Number32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}

/// <param name="Name">As it stands there.</param>
/// <param name="Method">How it is packed: 0 not at all, 8 deflated.</param>
/// <param name="Mode">The kind of file and its rights where the archive was made on Unix.</param>
/// <param name="UnicodePath">The name as an extra field has it, which fits <paramref name="Name"/>; null: there is none.</param>
internal sealed record ZipDirectoryEntry(byte[] Name, int Flags, int Method, uint Mode, string? UnicodePath)
{
    public bool IsLocked => (Flags & 1) != 0;

    public bool IsUtf8 => (Flags & 0x800) != 0;

    public bool IsLink => (Mode & 0xF000) == 0xA000;

    public bool IsFolder => Name.Length > 0 && Name[^1] is (byte)'/' or (byte)'\\';
}
