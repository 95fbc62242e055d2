using SkiaSharp;

namespace MnistBlazor.Web.Models.Drawing;

/// <summary>Writes small images as PNG.</summary>
public static class Png
{
    /// <param name="pixels">[height * width], row by row, 0 black to 255 white.</param>
    public static byte[] FromGrey(ReadOnlySpan<byte> pixels, int width, int height)
    {
        CheckLength(pixels, width, height, 1);
        return Encoded(pixels, new(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
    }

    /// <param name="pixels">[height * width * 3], row by row: red, green, blue.</param>
    public static byte[] FromRgb(ReadOnlySpan<byte> pixels, int width, int height)
    {
        CheckLength(pixels, width, height, 3);
        var wide = new byte[width * height * 4]; // the encoder wants four bytes a pixel, and looks at three
        for (var i = 0; i < width * height; i++) pixels.Slice(3 * i, 3).CopyTo(wide.AsSpan(4 * i));
        return Encoded(wide, new(width, height, SKColorType.Rgb888x, SKAlphaType.Opaque));
    }

    /// <summary>The image as an address that needs no request.</summary>
    public static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);

    private static void CheckLength(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != width * height * channels)
            throw new ArgumentException(
                $"{width}x{height} pixels of {channels} bytes were expected, not {pixels.Length} bytes.", nameof(pixels));
    }

    private static byte[] Encoded(ReadOnlySpan<byte> pixels, SKImageInfo info)
    {
        using var image = SKImage.FromPixelCopy(info, pixels);
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
