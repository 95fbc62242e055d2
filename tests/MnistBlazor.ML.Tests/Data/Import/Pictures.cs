using MnistBlazor.ML.Data;
using SkiaSharp;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>MNIST's digits as people would have them: as files, and on photographs.</summary>
internal static class Pictures
{
    /// <summary>As PNG, 28x28.</summary>
    /// <param name="paper">Dark ink on white.</param>
    public static byte[] Png(ReadOnlySpan<byte> pixels, bool paper = false)
    {
        var copy = pixels.ToArray();
        return PngBytes.Grey(28, 28, (x, y) => (byte)(paper ? 255 - copy[y * 28 + x] : copy[y * 28 + x]));
    }

    /// <summary>Ink of one colour on nothing.</summary>
    public static byte[] Transparent(ReadOnlySpan<byte> pixels, byte ink)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(28, 28, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var i = 0; i < 784; i++) new byte[] { ink, ink, ink, pixels[i] }.CopyTo(bitmap.GetPixelSpan()[(4 * i)..]);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>
    /// A sheet of paper in uneven light: the digit takes a quarter to a half of its height somewhere on it, with the noise of a small
    /// camera, as JPEG.
    /// </summary>
    public static byte[] Photo(ReadOnlySpan<byte> pixels, Random random, bool board = false)
    {
        const int width = 180, height = 240;
        var size = random.Next(80, 140);
        var (left, top) = (random.Next(10, width - size - 10), random.Next(10, height - size - 10));
        var (light, toRight, toBottom) = (random.Next(170, 220), random.Next(-50, 50), random.Next(-50, 50));
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8));
        var photo = bitmap.GetPixelSpan();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var paper = light + toRight * (x / (double)width - 0.5) + toBottom * (y / (double)height - 0.5) - (x + y < 120 ? 25 : 0);
                var ink = Between(pixels, (x - left) * 28.0 / size - 0.5, (y - top) * 28.0 / size - 0.5) / 255;
                var seen = paper * (1 - 0.8 * ink) + 4 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
                photo[y * bitmap.RowBytes + x] = (byte)Math.Clamp(board ? 255 - seen : seen, 0, 255);
            }
        }
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 85);
        return jpeg.ToArray();
    }

    /// <summary>Bilinear; 0 outside.</summary>
    public static double Between(ReadOnlySpan<byte> pixels, double x, double y)
    {
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, down) = (x - column, y - row);
        return (1 - down) * ((1 - right) * At(pixels, column, row) + right * At(pixels, column + 1, row))
            + down * ((1 - right) * At(pixels, column, row + 1) + right * At(pixels, column + 1, row + 1));
    }

    /// <summary>The first images of each class.</summary>
    public static IEnumerable<(int Label, byte[] Pixels)> Digits(ImageSplit split, int perClass, int classes = 10) =>
        Enumerable.Range(0, split.Count)
            .Where(i => split.Label(i) < classes)
            .GroupBy(split.Label)
            .OrderBy(group => group.Key)
            .SelectMany(group => group.Take(perClass).Select(i => (group.Key, split.Pixels(i).ToArray())));

    private static byte At(ReadOnlySpan<byte> pixels, int x, int y) =>
        x is >= 0 and < 28 && y is >= 0 and < 28 ? pixels[y * 28 + x] : (byte)0;
}
