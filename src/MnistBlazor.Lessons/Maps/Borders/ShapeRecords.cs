using System.Buffers.Binary;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>
/// Looks through a .shp before its library reads it, which in some damaged files reads for ever. Source: ESRI Shapefile Technical
/// Description, 1998.
/// </summary>
internal static class ShapeRecords
{
    private const int Header = 100, RecordHeader = 8, FirstPart = 44;

    /// <exception cref="Tables.MapFileException">It holds no areas, or a record does not fit: with its number.</exception>
    public static void Check(ReadOnlySpan<byte> shapes)
    {
        if (shapes.Length < Header || BinaryPrimitives.ReadInt32BigEndian(shapes) != 9994)
            throw BorderError.At(".shp", "It has no header.");
        if (!IsArea(BinaryPrimitives.ReadInt32LittleEndian(shapes[32..]))) throw BorderError.NoRegions();
        var at = Header;
        for (var number = 1; at < shapes.Length; number++)
        {
            if (shapes.Length - at < RecordHeader) throw Wrong(number);
            var length = BinaryPrimitives.ReadInt32BigEndian(shapes[(at + 4)..]) * 2L;
            if (length < 4 || length > shapes.Length - at - RecordHeader) throw Wrong(number);
            var record = shapes.Slice(at + RecordHeader, (int)length);
            var type = BinaryPrimitives.ReadInt32LittleEndian(record);
            if (type != 0 && !(IsArea(type) && HasParts(record))) throw Wrong(number);
            at += RecordHeader + (int)length;
        }
    }

    // Polygons, with heights or measures perhaps.
    private static bool IsArea(int type) => type is 5 or 15 or 25;

    private static bool HasParts(ReadOnlySpan<byte> record)
    {
        if (record.Length < FirstPart) return false;
        var (parts, points) = (BinaryPrimitives.ReadInt32LittleEndian(record[36..]), BinaryPrimitives.ReadInt32LittleEndian(record[40..]));
        if (parts < 1 || points < 1 || FirstPart + parts * 4L + points * 16L > record.Length) return false;
        var before = -1;
        for (var part = 0; part < parts; part++)
        {
            var first = BinaryPrimitives.ReadInt32LittleEndian(record[(FirstPart + part * 4)..]);
            if (first <= before || first >= points || (part == 0 && first != 0)) return false;
            before = first;
        }
        return true;
    }

    private static Tables.MapFileException Wrong(int number) => BorderError.At($".shp {number}", "The record is damaged.");
}
