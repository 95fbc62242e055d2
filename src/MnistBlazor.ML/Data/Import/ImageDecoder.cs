using SkiaSharp;
using static SkiaSharp.SKEncodedOrigin;

namespace MnistBlazor.ML.Data.Import;

/// <summary>
/// Reads PNG and JPEG images of every kind as grey, turned upright as a camera's EXIF data say. Colours become luminance, what is
/// transparent becomes paper white. A file that does not begin as one of the two never gets to the decoder, and no picture past the
/// bound gets memory.
/// </summary>
/// <remarks>Luminance as in ITU-R BT.601.</remarks>
internal static class ImageDecoder
{
    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    /// <param name="content">The whole file, which says by itself what it is: its name does not count.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="maxSide">The longest side accepted, pixels.</param>
    /// <exception cref="DatasetException">The file is neither PNG nor JPEG, is damaged, or its picture is too large.</exception>
    public static SourceImage Decode(byte[] content, string file, int maxSide)
    {
        var jpeg = content.AsSpan().StartsWith(JpegSignature);
        if (!jpeg && !content.AsSpan().StartsWith(PngSignature)) throw DatasetError.ImageFormat(file);
        if (jpeg && !IsClosed(content)) throw DatasetError.ImageDamaged(file);
        using var data = SKData.CreateCopy(content);
        using var codec = SKCodec.Create(data) ?? throw DatasetError.ImageDamaged(file);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width > maxSide || height > maxSide) throw DatasetError.ImageSize(file, width, height, maxSide);

        // No colour space: the values as they stand in the file, whatever profile or gamma it brings.
        var result = codec.GetPixels(new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), out var rgba);
        if (result != SKCodecResult.Success) throw DatasetError.ImageDamaged(file);
        var grey = new byte[width * height];
        for (var i = 0; i < grey.Length; i++) grey[i] = OnPaper(Luminance(rgba.AsSpan(4 * i)), rgba[4 * i + 3]);
        return Upright(new(width, height, grey), codec.EncodedOrigin);
    }

    /// <summary>
    /// Whether a JPEG goes on to its end marker. The decoder takes a progressive one that was cut off for a coarse picture, and says
    /// that all went well.
    /// </summary>
    private static bool IsClosed(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 1 < jpeg.Length;)
        {
            var marker = jpeg[at] == 0xFF ? jpeg[at + 1] : 0;
            if (marker == 0xD9) return true;
            // A byte of the picture, a filling, or a marker of two bytes; any other says how long its segment is.
            if (marker is 0 or 0x01 or (>= 0xD0 and <= 0xD8) or 0xFF) at++;
            else if (at + 3 < jpeg.Length) at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]);
            else return false;
        }
        return false;
    }

    /// <summary>The picture as it was seen when it was taken: a camera that was held on its side says so beside the pixels.</summary>
    private static SourceImage Upright(SourceImage image, SKEncodedOrigin origin)
    {
        if (origin == TopLeft) return image;
        var onItsSide = origin >= LeftTop;
        var fromRight = origin is TopRight or BottomRight or RightBottom or LeftBottom;
        var fromBelow = origin is BottomRight or BottomLeft or RightTop or RightBottom;
        var (width, height) = onItsSide ? (image.Height, image.Width) : (image.Width, image.Height);
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (row, column) = onItsSide ? (i % width, i / width) : (i / width, i % width);
            if (fromRight) column = image.Width - 1 - column;
            if (fromBelow) row = image.Height - 1 - row;
            pixels[i] = image.Grey[row * image.Width + column];
        }
        return new(width, height, pixels) { WasTurned = true };
    }

    private static int Luminance(ReadOnlySpan<byte> rgb) => (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000;

    private static byte OnPaper(int grey, int alpha) => (byte)((grey * alpha + 255 * (255 - alpha) + 127) / 255);
}
