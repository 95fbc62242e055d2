using System.Buffers.Binary;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>Reads the header of an IDX file of any type and shape. <see cref="IdxReader"/> reads the ones that this app writes.</summary>
internal static class IdxHeader
{
    /// <param name="start">The file's first bytes, which are those of an IDX file.</param>
    public static ArrayHeader Read(ReadOnlySpan<byte> start)
    {
        var type = start[2] switch
        {
            0x08 => ElementType.UInt8,
            0x09 => ElementType.Int8,
            0x0B => ElementType.Int16,
            0x0C => ElementType.Int32,
            0x0D => ElementType.Float32,
            _ => ElementType.Float64,
        };
        var shape = new long[start[3]];
        for (var axis = 0; axis < shape.Length; axis++) shape[axis] = BinaryPrimitives.ReadUInt32BigEndian(start[(4 + 4 * axis)..]);
        return new(type, IsBigEndian: true, 4 + 4 * shape.Length, shape);
    }
}
