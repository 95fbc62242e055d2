namespace MnistBlazor.ML.Data.Import;

/// <summary>A picture of any size without colours.</summary>
/// <param name="Pixels">[Height * Width], row by row, 0 (black) to 255 (white).</param>
internal sealed record GreyImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>Mean of the pixels along the edges, 0 to 255: how bright what is behind the thing shown is.</summary>
    public byte Background()
    {
        long sum = 0, count = 0;
        for (var y = 0; y < Height; y++)
        {
            var step = y == 0 || y == Height - 1 ? 1 : Math.Max(1, Width - 1);
            for (var x = 0; x < Width; x += step)
            {
                sum += Pixels[y * Width + x];
                count++;
            }
        }
        return (byte)((sum + count / 2) / count);
    }

    /// <summary>
    /// The picture as 28x28 pixels. One of that size stays as it is. Any other is scaled until its longer side has 28 pixels, each the
    /// mean of what lies under it, and is centred; what stays free takes the colour of its edges.
    /// </summary>
    /// <returns>784 bytes, row by row.</returns>
    public byte[] ToDatasetSize()
    {
        // By hand: SkiaSharp halves a picture and samples between its pixels, so that a thin line gains or loses up to a quarter of its
        // ink by where it lies.
        const int size = ImageSplit.Width;
        if (Width == size && Height == size) return Pixels;
        var longest = Math.Max(Width, Height);
        var (columns, rows) = (Coverage(Width, longest), Coverage(Height, longest));
        var background = Background();
        var image = new byte[ImageSplit.PixelsPerImage];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                double sum = 0, area = 0;
                foreach (var (row, height) in rows[y])
                {
                    foreach (var (column, width) in columns[x])
                    {
                        sum += Pixels[row * Width + column] * height * width;
                        area += height * width;
                    }
                }
                image[y * size + x] = (byte)Math.Round(sum + background * Math.Max(0, 1 - area));
            }
        }
        return image;
    }

    /// <summary>Along one axis: which pixels of the picture each of the 28 covers, and how much of the new pixel each fills.</summary>
    private static (int Pixel, double Share)[][] Coverage(int length, int longest)
    {
        const int size = ImageSplit.Width;
        var scale = (double)size / longest;
        var start = (size - length * scale) / 2;
        return [.. Enumerable.Range(0, size).Select(pixel =>
        {
            var first = Math.Max(0, (int)Math.Floor((pixel - start) / scale));
            var end = Math.Min(length, (int)Math.Ceiling((pixel + 1 - start) / scale));
            return Enumerable.Range(first, Math.Max(0, end - first))
                .Select(source => (source, Math.Min(start + (source + 1) * scale, pixel + 1) - Math.Max(start + source * scale, pixel)))
                .Where(covered => covered.Item2 > 0)
                .ToArray();
        })];
    }
}
