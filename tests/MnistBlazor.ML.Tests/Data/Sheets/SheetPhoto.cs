using MnistBlazor.ML.Data.Sheets;
using MnistBlazor.ML.Tests.Data.Import;
using SkiaSharp;

namespace MnistBlazor.ML.Tests.Data.Sheets;

/// <summary>A sheet as a camera sees it: filled with digits, aslant on a dark table, in uneven light.</summary>
internal static class SheetPhoto
{
    /// <summary>Pixels of a millimetre on the printed page.</summary>
    private const int Fineness = 8;

    /// <param name="digit">What is drawn in a box, by row and column: 784 bytes; null: nothing.</param>
    /// <param name="corners">Where the page's corners are seen, clockwise from its upper left.</param>
    public static byte[] Taken(Func<int, int, byte[]?> digit, int width, int height, SKPoint[] corners)
    {
        using var page = Page(digit);
        using var photo = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(photo))
        {
            canvas.Clear(new SKColor(70, 60, 50));
            canvas.SetMatrix(Perspective(page.Width, page.Height, corners));
            using var image = SKImage.FromBitmap(page);
            canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }
        var random = new Random(7);
        var pixels = photo.GetPixelSpan();
        for (var i = 0; i < width * height; i++)
        {
            var light = 0.95 - 0.35 * (i % width) / width - 0.1 * (i / width) / height;
            var noise = 5 * (random.NextDouble() + random.NextDouble() - 1);
            for (var channel = 0; channel < 3; channel++)
                pixels[4 * i + channel] = (byte)Math.Clamp((30 + pixels[4 * i + channel] * 0.85) * light + noise, 0, 255);
        }
        using var jpeg = photo.Encode(SKEncodedImageFormat.Jpeg, 85);
        return jpeg.ToArray();
    }

    private static SKBitmap Page(Func<int, int, byte[]?> digit)
    {
        var (width, height) = ((int)(SheetLayout.Width * Fineness), (int)(SheetLayout.Height * Fineness));
        var page = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888));
        using var canvas = new SKCanvas(page);
        canvas.Clear(SKColors.White);
        canvas.Scale(Fineness);
        using var black = new SKPaint { Color = SKColors.Black };
        using var line = new SKPaint
        {
            Color = new(0xBB, 0xCC, 0xDD), IsStroke = true, StrokeWidth = (float)SheetLayout.BoxLine, IsAntialias = true,
        };
        var bar = SheetLayout.Bar;
        canvas.DrawRect((float)bar.Left, (float)bar.Top, (float)bar.Width, (float)bar.Height, black);
        foreach (var (x, y) in SheetLayout.Marks) canvas.DrawRect((float)x - 4, (float)y - 4, 8, 8, black);
        var random = new Random(3);
        for (var row = 0; row < SheetLayout.MaxRows; row++)
        {
            for (var column = 0; column < SheetLayout.Columns; column++)
            {
                var (left, top) = SheetLayout.Box(row, column);
                canvas.DrawRect((float)left, (float)top, (float)SheetLayout.BoxSide, (float)SheetLayout.BoxSide, line);
                if (digit(row, column) is { } pixels)
                    Draw(page, pixels, left + 1 + random.NextDouble() * 2, top + 1 + random.NextDouble() * 2, 7 + random.NextDouble() * 2);
            }
        }
        return page;
    }

    private static void Draw(SKBitmap page, byte[] digit, double left, double top, double side)
    {
        var pixels = page.GetPixelSpan();
        for (var y = (int)(top * Fineness); y < (top + side) * Fineness; y++)
        {
            for (var x = (int)(left * Fineness); x < (left + side) * Fineness; x++)
            {
                var ink = Pictures.Between(
                    digit, (x / (double)Fineness - left) / side * 28 - 0.5, (y / (double)Fineness - top) / side * 28 - 0.5) / 255;
                // A blue pen.
                var at = 4 * (y * page.Width + x);
                foreach (var (channel, strength) in new[] { (0, 0.85), (1, 0.8), (2, 0.4) })
                    pixels[at + channel] = (byte)(pixels[at + channel] * (1 - strength * ink));
            }
        }
    }

    /// <remarks>Heckbert, "Fundamentals of Texture Mapping and Image Warping": the unit square onto any four corners.</remarks>
    private static SKMatrix Perspective(int width, int height, SKPoint[] to)
    {
        var (ax, ay) = (to[1].X - to[2].X, to[1].Y - to[2].Y);
        var (bx, by) = (to[3].X - to[2].X, to[3].Y - to[2].Y);
        var (cx, cy) = (to[0].X - to[1].X + to[2].X - to[3].X, to[0].Y - to[1].Y + to[2].Y - to[3].Y);
        var all = ax * by - ay * bx;
        var (g, h) = ((cx * by - cy * bx) / all, (ax * cy - ay * cx) / all);
        return new SKMatrix(
            (to[1].X - to[0].X + g * to[1].X) / width, (to[3].X - to[0].X + h * to[3].X) / height, to[0].X,
            (to[1].Y - to[0].Y + g * to[1].Y) / width, (to[3].Y - to[0].Y + h * to[3].Y) / height, to[0].Y,
            g / width, h / height, 1);
    }
}
