using System.Buffers.Binary;

namespace MnistBlazor.ML.Data;

/// <summary>
/// Reads the IDX format: two zero bytes, the element type (8: unsigned byte), the number of dimensions, each dimension as a
/// big-endian 32-bit number, then the elements, the last dimension fastest. Nothing is allocated by what a header says: the
/// content stays where it is, and a header that does not fit it is refused.
/// </summary>
/// <remarks>Source: the description of the format on the MNIST database's page (LeCun, Cortes, Burges).</remarks>
internal static class IdxReader
{
    private const byte UnsignedByte = 8;

    /// <summary>Pixels of 28x28 images, 784 bytes each.</summary>
    /// <param name="content">The whole file, unpacked.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <exception cref="DatasetException">The content is not what its header says, or no file of 28x28 images.</exception>
    public static ReadOnlyMemory<byte> ReadImages(ReadOnlyMemory<byte> content, string file)
    {
        var dimensions = ReadHeader(content.Span, file, dimensionCount: 3);
        for (var axis = 1; axis <= 2; axis++)
            if (dimensions[axis] != ImageSplit.Width)
                throw DatasetError.Header(file, 4 + 4 * axis, "28", $"{dimensions[axis]}");
        return ReadElements(content, file, dimensions);
    }

    /// <summary>Labels from 0 to <paramref name="classes"/> - 1, a byte each.</summary>
    /// <inheritdoc cref="ReadImages"/>
    public static ReadOnlyMemory<byte> ReadLabels(ReadOnlyMemory<byte> content, string file, int classes)
    {
        var dimensions = ReadHeader(content.Span, file, dimensionCount: 1);
        var labels = ReadElements(content, file, dimensions);
        var wrong = labels.Span.IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (wrong >= 0) throw DatasetError.Label(file, HeaderLength(1) + wrong, classes - 1, labels.Span[wrong]);
        return labels;
    }

    private static uint[] ReadHeader(ReadOnlySpan<byte> content, string file, int dimensionCount)
    {
        var length = HeaderLength(dimensionCount);
        if (content.Length < length) throw DatasetError.Truncated(file, content.Length, length);
        var magic = BinaryPrimitives.ReadUInt32BigEndian(content);
        var expected = (uint)(UnsignedByte << 8 | dimensionCount);
        if (magic != expected) throw DatasetError.Header(file, 0, $"0x{expected:x8}", $"0x{magic:x8}");

        var dimensions = new uint[dimensionCount];
        for (var axis = 0; axis < dimensionCount; axis++)
            dimensions[axis] = BinaryPrimitives.ReadUInt32BigEndian(content[(4 + 4 * axis)..]);
        if (dimensions[0] == 0) throw DatasetError.Empty(file);
        return dimensions;
    }

    private static ReadOnlyMemory<byte> ReadElements(ReadOnlyMemory<byte> content, string file, uint[] dimensions)
    {
        // At most 2^32 * 28 * 28 < 2^63: no overflow, since the shape of an image has been checked before.
        var expected = HeaderLength(dimensions.Length) + dimensions.Aggregate(1L, (product, dimension) => product * dimension);
        if (content.Length < expected) throw DatasetError.Truncated(file, content.Length, expected);
        if (content.Length > expected) throw DatasetError.Oversized(file, expected, content.Length);
        return content[HeaderLength(dimensions.Length)..];
    }

    private static int HeaderLength(int dimensionCount) => 4 + 4 * dimensionCount;
}
