using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>Reads the header of a NumPy array: a mark, a version, the length of a line of Python that says type, order and shape.</summary>
/// <remarks>
/// By hand: NumSharp allocates what the line says and reads the whole array, where here it is only looked at. Source: the description of
/// the format in NumPy's numpy.lib.format.
/// </remarks>
internal static partial class NpyHeader
{
    private const int VersionAt = 6, MarkLength = 8;

    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    /// <param name="start">The file's first bytes, which are those of a NumPy array.</param>
    /// <exception cref="DatasetException">The header is damaged, or the array of a type or order that is not read.</exception>
    public static ArrayHeader Read(ReadOnlySpan<byte> start, string file)
    {
        if (start.Length < MarkLength + 4) throw DatasetError.NpyHeader(file);
        var isFirst = start[VersionAt] == 1;
        var textAt = MarkLength + (isFirst ? 2 : 4);
        var lengthBytes = start[MarkLength..];
        var length = isFirst ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        // A line that says more than the three things belongs to a table with named columns.
        if (length > start.Length - textAt) throw DatasetError.NpyHeader(file);
        var offset = textAt + (int)length;
        var text = Encoding.Latin1.GetString(start[textAt..offset]);
        if (Description().Match(text) is not { Success: true } description || Shape().Match(text) is not { Success: true } shape)
            throw DatasetError.NpyHeader(file);
        if (FortranOrder().IsMatch(text)) throw DatasetError.NpyFortran(file);
        var (type, isBigEndian) = (Type(description.Groups[2].Value, file), description.Groups[1].Value == ">");
        return new(type, isBigEndian, offset, [.. shape.Groups[1].Value.Split(',', Trimmed).Select(word => Number(word, file))]);
    }

    private static ElementType Type(string code, string file) => code switch
    {
        "u1" or "b1" => ElementType.UInt8,
        "i1" => ElementType.Int8,
        "u2" => ElementType.UInt16,
        "i2" => ElementType.Int16,
        "u4" => ElementType.UInt32,
        "i4" => ElementType.Int32,
        "u8" => ElementType.UInt64,
        "i8" => ElementType.Int64,
        "f4" => ElementType.Float32,
        "f8" => ElementType.Float64,
        _ => throw DatasetError.NpyType(file, code),
    };

    private static long Number(string word, string file) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw DatasetError.NpyHeader(file);

    [GeneratedRegex(@"'descr'\s*:\s*'([<>|=])(\w{2,6})'")]
    private static partial Regex Description();

    [GeneratedRegex(@"'fortran_order'\s*:\s*True")]
    private static partial Regex FortranOrder();

    [GeneratedRegex(@"'shape'\s*:\s*\(([\d,\s]*)\)")]
    private static partial Regex Shape();
}
