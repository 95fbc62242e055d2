using MnistBlazor.ML.Inspection;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Models.Inside;

/// <summary>What is seen inside a network, as small PNG images.</summary>
public static class InsidePictures
{
    private const byte Gap = 0x80;

    private static readonly (byte R, byte G, byte B) Warm = (0xFF, 0x8C, 0x1A), Added = (0xE0, 0x6A, 0x00), Removed = (0x3D, 0x7B, 0xE8);

    /// <summary>Units beside each other in a row.</summary>
    public const int UnitColumns = 32;

    /// <summary>One pixel a unit, row by row, in the colours of weights.</summary>
    public static (byte[] Png, int Columns, int Rows) Units(float[] values)
    {
        var columns = Math.Min(UnitColumns, values.Length);
        var rows = (values.Length + columns - 1) / columns;
        var pixels = Filled(columns * rows);
        var strongest = WeightColors.Strongest([values]);
        for (var i = 0; i < values.Length; i++) Set(pixels, i, WeightColors.Of(values[i], strongest));
        return (Png.FromRgb(pixels, columns, rows), columns, rows);
    }

    /// <summary>
    /// Square maps beside each other on one scale, all of about the size of the drawing; black is 0, white the largest value of all.
    /// </summary>
    /// <param name="values">[maps * side * side]</param>
    /// <param name="signed">In the colours of weights instead.</param>
    public static MapSheet Maps(float[] values, int maps, int side, bool signed = false)
    {
        var columns = Math.Min(maps, maps > 32 ? 16 : 8);
        var rows = (maps + columns - 1) / columns;
        var larger = Math.Max(1, 28 / side);
        var step = (side * larger) + 1; // a pixel between two maps
        var (width, height) = ((columns * step) - 1, (rows * step) - 1);
        var pixels = Filled(width * height);
        var strongest = WeightColors.Strongest([values]);
        for (var i = 0; i < values.Length; i++)
        {
            var (map, y, x) = (i / (side * side), i / side % side * larger, i % side * larger);
            var corner = (((map / columns * step) + y) * width) + (map % columns * step) + x;
            var color = signed ? WeightColors.Of(values[i], strongest) : Grey(strongest > 0 ? values[i] / strongest : 0);
            for (var place = 0; place < larger * larger; place++) Set(pixels, corner + (place / larger * width) + (place % larger), color);
        }
        return new(Png.FromRgb(pixels, width, height), width, height, maps > 32 ? 1 : 2);
    }

    /// <summary>Heat laid over a drawing: the warmer, the more it says.</summary>
    /// <param name="heat">[784], 0 and more.</param>
    public static byte[] Heat(byte[] image, float[] heat)
    {
        var most = heat.Max();
        var pixels = new byte[3 * image.Length];
        for (var i = 0; i < image.Length; i++)
        {
            var share = most > 0 ? Math.Clamp(heat[i] / most, 0, 1) * 0.8f : 0;
            Set(pixels, i, (Mix(image[i], Warm.R, share), Mix(image[i], Warm.G, share), Mix(image[i], Warm.B, share)));
        }
        return Png.FromRgb(pixels, 28, 28);
    }

    /// <summary>A drawing with the pixels that were added (orange) and removed (blue).</summary>
    public static byte[] Edit(AnswerEdit edit)
    {
        var pixels = new byte[3 * edit.Image.Length];
        for (var i = 0; i < edit.Image.Length; i++) Set(pixels, i, Grey(edit.Image[i] / 255f));
        foreach (var pixel in edit.Added) Set(pixels, pixel, Added);
        foreach (var pixel in edit.Removed) Set(pixels, pixel, Removed);
        return Png.FromRgb(pixels, 28, 28);
    }

    private static byte[] Filled(int count)
    {
        var pixels = new byte[3 * count];
        Array.Fill(pixels, Gap);
        return pixels;
    }

    private static void Set(byte[] pixels, int place, (byte R, byte G, byte B) color) =>
        (pixels[3 * place], pixels[(3 * place) + 1], pixels[(3 * place) + 2]) = color;

    private static (byte R, byte G, byte B) Grey(float share)
    {
        var level = (byte)MathF.Round(Math.Clamp(share, 0, 1) * 255);
        return (level, level, level);
    }

    private static byte Mix(byte from, byte to, float share) => (byte)MathF.Round(from + ((to - from) * share));
}

/// <summary>Maps as one image.</summary>
/// <param name="Scale">Pixels of the page to one of the image.</param>
public sealed record MapSheet(byte[] Png, int Width, int Height, int Scale);
