using System.Buffers.Binary;
using System.IO.Compression;

namespace MnistBlazor.ML.Tests.Data;

/// <summary>PNG files made in memory, right or wrong as a test wants them. Checksums are left at 0: the reader does not look at them.</summary>
internal static class PngBytes
{
    /// <summary>8 bits grey, no filter.</summary>
    /// <param name="pixel">From column and row.</param>
    public static byte[] Grey(int width, int height, Func<int, int, byte> pixel)
    {
        var rows = new byte[height * (width + 1)];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = pixel(x, y);
        return File(width, height, rows);
    }

    /// <param name="rows">What is packed: each row after the number of its filter.</param>
    public static byte[] File(int width, int height, byte[] rows, byte depth = 8, byte colorType = 0, byte interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colorType, interlace);
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(rows);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. type, .. data, 0, 0, 0, 0];
    }
}
