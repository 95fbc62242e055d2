using System.Buffers.Binary;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>What a file of numbers says of them: <see cref="IdxHeader"/> and <see cref="NpyHeader"/> read it.</summary>
/// <param name="Offset">Of the first number, bytes.</param>
/// <param name="Shape">Numbers along each axis, the last axis fastest.</param>
internal sealed record ArrayHeader(ElementType Type, bool IsBigEndian, int Offset, IReadOnlyList<long> Shape)
{
    private const int SmallestRow = 64, MostLabelColumns = 8;

    public long Count => Shape.Count == 0 ? 0 : Shape[0];

    public int ElementLength => Type switch
    {
        ElementType.UInt8 or ElementType.Int8 => 1,
        ElementType.UInt16 or ElementType.Int16 => 2,
        ElementType.UInt32 or ElementType.Int32 or ElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Height and width of grey images: [N, h, w], [N, h, w, 1], [N, 1, h, w], or [N, h * w] of square ones.</summary>
    public (long Height, long Width)? ImageSize => Shape switch
    {
        [_, var height, var width] => (height, width),
        [_, var height, var width, 1] => (height, width),
        [_, 1, var height, var width] => (height, width),
        [_, var row] when row >= SmallestRow && Side(row) is { } side => (side, side),
        _ => null,
    };

    /// <summary>Whether these can be labels: [N], or [N, k] of which the first column is the label, as in QMNIST.</summary>
    public bool IsLabels => Shape is [_] or [_, <= MostLabelColumns];

    /// <summary>Length of the whole file by what its header says, bytes; it may be any number.</summary>
    public Int128 FileLength =>
        Offset + Shape.Aggregate((Int128)ElementLength, (product, length) => product > long.MaxValue ? product : product * length);

    public string ShapeText => string.Join(" x ", Shape);

    /// <returns>The side of a square with as many pixels; null: there is none.</returns>
    public static int? Side(long pixels) => (int)Math.Round(Math.Sqrt(pixels)) is var side && (long)side * side == pixels ? side : null;

    /// <summary>The number with which <paramref name="bytes"/> begin.</summary>
    public double Element(ReadOnlySpan<byte> bytes) => (Type, IsBigEndian) switch
    {
        (ElementType.UInt8, _) => bytes[0],
        (ElementType.Int8, _) => (sbyte)bytes[0],
        (ElementType.UInt16, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (ElementType.UInt16, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (ElementType.Int16, true) => BinaryPrimitives.ReadInt16BigEndian(bytes),
        (ElementType.Int16, false) => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        (ElementType.UInt32, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (ElementType.UInt32, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (ElementType.Int32, true) => BinaryPrimitives.ReadInt32BigEndian(bytes),
        (ElementType.Int32, false) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (ElementType.UInt64, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        (ElementType.UInt64, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (ElementType.Int64, true) => BinaryPrimitives.ReadInt64BigEndian(bytes),
        (ElementType.Int64, false) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (ElementType.Float32, true) => BinaryPrimitives.ReadSingleBigEndian(bytes),
        (ElementType.Float32, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };
}

internal enum ElementType
{
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float32,
    Float64,
}
