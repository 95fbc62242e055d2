using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MnistBlazor.Web.Components.Drawing;

namespace MnistBlazor.Web.Tests.Drawing;

public sealed class PngTests
{
    [Fact]
    public void A_grey_image_comes_back_byte_for_byte_when_it_is_unpacked()
    {
        var pixels = Enumerable.Range(0, 784).Select(i => (byte)(i * 7)).ToArray();

        var chunks = Chunks(Png.FromGrey(pixels, 28, 28));

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal(pixels, Unpack(chunks[1].Data, rowBytes: 28));
    }

    [Fact]
    public void A_colour_image_has_three_bytes_a_pixel()
    {
        byte[] pixels = [255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3];

        var chunks = Chunks(Png.FromRgb(pixels, 2, 2));

        Assert.Equal([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0], chunks[0].Data);
        Assert.Equal(pixels, Unpack(chunks[1].Data, rowBytes: 6));
    }

    /// <summary>The values are zlib's crc32 of the same bytes.</summary>
    [Fact]
    public void Checksums_are_those_of_zlib()
    {
        var chunks = Chunks(Png.FromGrey(new byte[784], 28, 28));

        Assert.Equal(0x57668048u, chunks[0].Crc);
        Assert.Equal(0xAE426082u, chunks[2].Crc);
    }

    [Fact]
    public void Pixels_that_do_not_fill_the_image_are_refused() =>
        Assert.Throws<ArgumentException>(() => Png.FromGrey(new byte[783], 28, 28));

    private static List<(string Type, byte[] Data, uint Crc)> Chunks(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var chunks = new List<(string, byte[], uint)>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var crc = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)], crc));
            at += 12 + length;
        }
        return chunks;
    }

    private static byte[] Unpack(byte[] data, int rowBytes)
    {
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return [.. rows.ToArray().Chunk(rowBytes + 1).SelectMany(row =>
        {
            Assert.Equal(0, row[0]); // the filter: none
            return row[1..];
        })];
    }
}
