namespace MnistBlazor.ML.Tests.Inference;

/// <summary>Images as someone might draw them who does not know of MNIST's recipe: smaller, and not in the middle.</summary>
internal static class Digits
{
    /// <summary>The image about its centre at another size, by bilinear interpolation.</summary>
    public static byte[] Rescaled(ReadOnlySpan<byte> pixels, double scale)
    {
        var image = new byte[784];
        for (var y = 0; y < 28; y++)
            for (var x = 0; x < 28; x++)
                image[y * 28 + x] = (byte)Math.Round(Interpolated(pixels, (x - 13.5) / scale + 13.5, (y - 13.5) / scale + 13.5));
        return image;
    }

    /// <summary>The image moved at random, but with all of its ink inside.</summary>
    public static byte[] Moved(ReadOnlySpan<byte> pixels, Random random)
    {
        var (left, top, right, bottom) = (27, 27, 0, 0);
        for (var i = 0; i < 784; i++)
        {
            if (pixels[i] == 0) continue;
            (left, right) = (Math.Min(left, i % 28), Math.Max(right, i % 28));
            (top, bottom) = (Math.Min(top, i / 28), Math.Max(bottom, i / 28));
        }
        var (byX, byY) = (random.Next(-left, 28 - right), random.Next(-top, 28 - bottom));
        var image = new byte[784];
        for (var y = top; y <= bottom; y++)
            for (var x = left; x <= right; x++) image[(y + byY) * 28 + x + byX] = pixels[y * 28 + x];
        return image;
    }

    private static double Interpolated(ReadOnlySpan<byte> pixels, double x, double y)
    {
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, down) = (x - column, y - row);
        return (1 - down) * ((1 - right) * At(pixels, column, row) + right * At(pixels, column + 1, row))
            + down * ((1 - right) * At(pixels, column, row + 1) + right * At(pixels, column + 1, row + 1));
    }

    private static byte At(ReadOnlySpan<byte> pixels, int x, int y) =>
        x is >= 0 and < 28 && y is >= 0 and < 28 ? pixels[y * 28 + x] : (byte)0;
}
