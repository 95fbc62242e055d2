using System.Buffers.Binary;
using System.IO.Compression;

namespace MnistBlazor.ML.Data;

/// <summary>
/// Reads PNG images as grey: 1, 2, 4 or 8 bits a channel; grey, colour or palette, each with or without transparency; not
/// interlaced. Colours become luminance, what is transparent becomes paper white. Whatever the file says of itself, no more is
/// unpacked than the picture takes, and a picture past the bound is refused before anything is.
/// </summary>
/// <remarks>Source: W3C Recommendation "Portable Network Graphics", third edition. Luminance as in ITU-R BT.601.</remarks>
internal static class PngDecoder
{
    private const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, RgbAlpha = 6;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="content">The whole file.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="maxSide">The longest side accepted, pixels.</param>
    /// <exception cref="DatasetException">The file is damaged, no PNG, one of a kind that is not read, or too large.</exception>
    public static GreyImage Decode(byte[] content, string file, int maxSide)
    {
        if (!content.AsSpan().StartsWith(Signature)) throw DatasetError.Png(file, 0, "the PNG signature", "another file");
        PngHeader? header = null;
        byte[] palette = [], transparency = [];
        using var packed = new MemoryStream();
        for (var at = Signature.Length; ;)
        {
            if (content.Length - at < 12) throw DatasetError.Png(file, at, "a chunk", "the end of the file");
            var length = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(at));
            if (length > content.Length - at - 12) throw DatasetError.Png(file, at, $"at most {content.Length - at - 12} bytes", $"a chunk of {length} bytes");
            var type = content.AsSpan(at + 4, 4);
            var data = content.AsSpan(at + 8, (int)length);
            if (header is null != type.SequenceEqual("IHDR"u8)) throw DatasetError.Png(file, at + 4, "one IHDR chunk, the first", "another order");

            if (type.SequenceEqual("IHDR"u8)) header = PngHeader.Read(data, file, at + 8, maxSide);
            else if (type.SequenceEqual("PLTE"u8)) palette = data.ToArray();
            else if (type.SequenceEqual("tRNS"u8)) transparency = data.ToArray();
            else if (type.SequenceEqual("IDAT"u8)) packed.Write(data);
            else if (type.SequenceEqual("IEND"u8)) break;
            at += 12 + (int)length;
        }
        packed.Position = 0;
        return new(header!.Width, header.Height, Pixels(header, packed, palette, transparency, file));
    }

    private static byte[] Pixels(PngHeader header, Stream packed, byte[] palette, byte[] transparency, string file)
    {
        var toGrey = Converter(header, palette, transparency, file);
        var pixels = new byte[header.Width * header.Height];
        byte[] row = new byte[header.RowBytes], above = new byte[header.RowBytes];
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        for (var y = 0; y < header.Height; y++)
        {
            try
            {
                var filter = unpacked.ReadByte();
                unpacked.ReadExactly(row);
                if (!Unfilter(filter, row, above, header.FilterDistance)) throw DatasetError.PngData(file, y, header.Height);
            }
            catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
            {
                throw DatasetError.PngData(file, y, header.Height);
            }
            for (var x = 0; x < header.Width; x++) pixels[y * header.Width + x] = toGrey(row, x);
            (row, above) = (above, row);
        }
        return pixels;
    }

    /// <summary>Undoes a row's filter: a pixel is stored as its difference from its neighbours.</summary>
    private static bool Unfilter(int filter, byte[] row, byte[] above, int distance)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < distance ? 0 : row[i - distance], corner = i < distance ? 0 : above[i - distance], up = above[i];
            var predicted = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => -1 };
            if (predicted < 0) return false;
            row[i] += (byte)predicted;
        }
        return filter is >= 0 and <= 4;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    /// <summary>From a row's bytes and a column to the pixel's grey.</summary>
    private static Func<byte[], int, byte> Converter(PngHeader header, byte[] palette, byte[] transparency, string file)
    {
        var most = (1 << header.Depth) - 1;
        switch (header.ColorType)
        {
            case Grey:
                int clear = transparency.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(transparency) : -1;
                return (row, x) => Sample(row, x) is var grey && grey == clear ? byte.MaxValue : (byte)(grey * 255 / most);
            case Rgb:
                return (row, x) => Luminance(row.AsSpan(3 * x), 255);
            case GreyAlpha:
                return (row, x) => OnPaper(row[2 * x], row[2 * x + 1]);
            case RgbAlpha:
                return (row, x) => Luminance(row.AsSpan(4 * x), row[4 * x + 3]);
            default:
                if (palette.Length is 0 or > 768 || palette.Length % 3 != 0) throw DatasetError.PngPalette(file);
                var greys = new byte[1 << header.Depth];
                for (var i = 0; i < greys.Length && 3 * i < palette.Length; i++)
                    greys[i] = Luminance(palette.AsSpan(3 * i), i < transparency.Length ? transparency[i] : 255);
                return (row, x) => greys[Sample(row, x)];
        }

        int Sample(byte[] row, int x)
        {
            var bit = x * header.Depth;
            return row[bit >> 3] >> (8 - header.Depth - (bit & 7)) & most;
        }
    }

    private static byte Luminance(ReadOnlySpan<byte> rgb, int alpha) =>
        OnPaper((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000, alpha);

    private static byte OnPaper(int grey, int alpha) => (byte)((grey * alpha + 255 * (255 - alpha) + 127) / 255);

    /// <summary>What a PNG says of itself first.</summary>
    private sealed record PngHeader(int Width, int Height, int Depth, int ColorType)
    {
        private int Channels => ColorType switch { Rgb => 3, GreyAlpha => 2, RgbAlpha => 4, _ => 1 };

        /// <summary>Bytes of a row, without the one that names its filter.</summary>
        public int RowBytes => (Width * Channels * Depth + 7) / 8;

        /// <summary>Bytes back to the same channel of the pixel before, at least 1.</summary>
        public int FilterDistance => Math.Max(1, Channels * Depth / 8);

        public static PngHeader Read(ReadOnlySpan<byte> data, string file, int at, int maxSide)
        {
            if (data.Length != 13) throw DatasetError.Png(file, at, "13 bytes of IHDR", $"{data.Length}");
            var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
            if (width == 0 || height == 0 || width > maxSide || height > maxSide) throw DatasetError.ImageSize(file, width, height, maxSide);
            var (depth, color) = (data[8], data[9]);
            var known = color switch { Grey or Palette => depth is 1 or 2 or 4 or 8, Rgb or GreyAlpha or RgbAlpha => depth == 8, _ => false };
            if (!known) throw DatasetError.Png(file, at + 8, "1 to 8 bits a channel", $"{depth} bits, colour type {color}");
            if (data[10] != 0 || data[11] != 0 || data[12] != 0) throw DatasetError.Png(file, at + 10, "a PNG without interlacing", "another method");
            return new((int)width, (int)height, depth, color);
        }
    }
}
