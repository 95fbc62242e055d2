using System.Buffers.Binary;
using System.IO.Compression;

namespace MnistBlazor.Web.Components.Drawing;

/// <summary>Writes small images as PNG (W3C Recommendation "Portable Network Graphics", third edition): 8 bits a channel, no interlace.</summary>
public static class Png
{
    private const byte Grey = 0, Rgb = 2;

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <param name="pixels">[height * width], row by row, 0 black to 255 white.</param>
    public static byte[] FromGrey(ReadOnlySpan<byte> pixels, int width, int height) => Write(pixels, width, height, Grey, 1);

    /// <param name="pixels">[height * width * 3], row by row: red, green, blue.</param>
    public static byte[] FromRgb(ReadOnlySpan<byte> pixels, int width, int height) => Write(pixels, width, height, Rgb, 3);

    /// <summary>The image as an address that needs no request.</summary>
    public static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);

    private static byte[] Write(ReadOnlySpan<byte> pixels, int width, int height, byte colorType, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != width * height * channels)
            throw new ArgumentException($"{width}x{height} pixels of {channels} bytes were expected, not {pixels.Length} bytes.", nameof(pixels));

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = colorType;
        header[10..].Clear();

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width * channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rowBytes)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            for (var row = 0; row < pixels.Length; row += rowBytes)
            {
                zlib.WriteByte(0); // no filter: at this size none is worth its byte
                zlib.Write(pixels.Slice(row, rowBytes));
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data) crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable() =>
        [.. Enumerable.Range(0, 256).Select(n =>
        {
            var crc = (uint)n;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            return crc;
        })];
}
