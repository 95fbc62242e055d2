using SkiaSharp;
using static SkiaSharp.SKEncodedOrigin;

namespace MnistBlazor.ML.Data.Import;

/// <summary>
/// Reads PNG, JPEG, WebP, GIF (its first frame) and BMP images of every kind as grey, turned upright as a camera's EXIF data say. Colours
/// become luminance, what is transparent stays so. A file that does not begin as one of these never gets to the decoder, and no picture
/// past the bounds gets memory.
/// </summary>
/// <remarks>Luminance as in ITU-R BT.601.</remarks>
internal static class ImageDecoder
{
    /// <summary>
    /// Pixels of a picture that are decoded: 4 bytes each. A JPEG whose rows can be read one by one may have more: it is decoded at a
    /// smaller scale, which takes no more memory than what comes out of it.
    /// </summary>
    private const long MostPixels = 1 << 24, MostPixelsByRows = 1 << 26;

    private const int MostScans = 50;

    /// <param name="content">The whole file, which says by itself what it is: its name does not count.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="maxSide">The longest side accepted, pixels.</param>
    /// <param name="enough">A picture with a longer side may be read at a smaller scale, but with a side no shorter than this.</param>
    /// <exception cref="DatasetException">The file is none of these images, is damaged, or its picture is too large.</exception>
    public static SourceImage Decode(byte[] content, string file, int maxSide, int enough = 512)
    {
        var jpeg = content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);
        if (!jpeg && !IsOther(content)) throw DatasetError.ImageFormat(file);
        var markers = jpeg ? JpegMarkers.Read(content) : default;
        if (jpeg && (!markers.IsClosed || markers.Scans > MostScans)) throw DatasetError.ImageDamaged(file);
        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data) ?? throw DatasetError.ImageDamaged(file);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width > maxSide || height > maxSide) throw DatasetError.ImageSize(file, width, height, maxSide);
        var most = jpeg && !markers.IsProgressive ? MostPixelsByRows : MostPixels;
        if ((long)width * height > most) throw DatasetError.ImagePixels(file, width, height, most);

        var size = codec.GetScaledDimensions(Math.Min(1, (float)enough / Math.Max(width, height)));
        // The scales are steps: the nearest one may be too small.
        if (Math.Max(size.Width, size.Height) < Math.Min(enough, Math.Max(width, height)))
            size = codec.GetScaledDimensions(Math.Min(1, 2f * enough / Math.Max(width, height)));
        // No colour space: the values as they stand in the file, whatever profile or gamma it brings.
        var result = codec.GetPixels(new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul), out var rgba);
        if (result != SKCodecResult.Success) throw DatasetError.ImageDamaged(file);
        var grey = new byte[size.Width * size.Height];
        for (var i = 0; i < grey.Length; i++) grey[i] = Luminance(rgba.AsSpan(4 * i));
        return Upright(new(size.Width, size.Height, grey, Alpha(rgba)), codec.EncodedOrigin);
    }

    /// <summary>Whether a file begins as a PNG, WebP, GIF or BMP.</summary>
    private static bool IsOther(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || (content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8))
        || content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8)
        || (content.Length > 26 && content.StartsWith("BM"u8));

    /// <returns>Null: all of it is opaque.</returns>
    private static byte[]? Alpha(byte[] rgba)
    {
        var first = 3;
        while (first < rgba.Length && rgba[first] == 255) first += 4;
        if (first >= rgba.Length) return null;
        var alpha = new byte[rgba.Length / 4];
        for (var i = 0; i < alpha.Length; i++) alpha[i] = rgba[4 * i + 3];
        return alpha;
    }

    /// <summary>The picture as it was seen when it was taken: a camera that was held on its side says so beside the pixels.</summary>
    private static SourceImage Upright(SourceImage image, SKEncodedOrigin origin)
    {
        if (origin == TopLeft) return image;
        var onItsSide = origin >= LeftTop;
        var fromRight = origin is TopRight or BottomRight or RightBottom or LeftBottom;
        var fromBelow = origin is BottomRight or BottomLeft or RightTop or RightBottom;
        var (width, height) = onItsSide ? (image.Height, image.Width) : (image.Width, image.Height);
        return new(width, height, Turned(image.Grey), image.Alpha is null ? null : Turned(image.Alpha)) { WasTurned = true };

        byte[] Turned(byte[] pixels)
        {
            var turned = new byte[pixels.Length];
            for (var i = 0; i < turned.Length; i++)
            {
                var (row, column) = onItsSide ? (i % width, i / width) : (i / width, i % width);
                if (fromRight) column = image.Width - 1 - column;
                if (fromBelow) row = image.Height - 1 - row;
                turned[i] = pixels[row * image.Width + column];
            }
            return turned;
        }
    }

    private static byte Luminance(ReadOnlySpan<byte> rgb) => (byte)((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
}
