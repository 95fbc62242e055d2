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
    /// The picture as 28x28 pixels. One of that size stays as it is. Any other is scaled until its longer side has 28 pixels, and is
    /// centred; what stays free takes the colour of its edges.
    /// </summary>
    /// <returns>784 bytes, row by row.</returns>
    public byte[] ToDatasetSize()
    {
        const int size = ImageSplit.Width;
        if (Width == size && Height == size) return Pixels;
        var scale = (double)size / Math.Max(Width, Height);
        return Resampled(
            Weights(Width, size, scale, (size - Width * scale) / 2), Weights(Height, size, scale, (size - Height * scale) / 2),
            Background());
    }

    /// <summary>The picture at another size: each pixel the mean of what lies under it, or, where it grows, bilinear.</summary>
    public byte[] Resized(int width, int height) => width == Width && height == Height
        ? Pixels
        : Resampled(Weights(Width, width, (double)width / Width, 0), Weights(Height, height, (double)height / Height, 0), 0);

    // By hand: SkiaSharp halves a picture and samples between its pixels, so that a thin line gains or loses up to a quarter of its
    // ink by where it lies. Rows first, then columns: a photograph of some megapixels takes some ten milliseconds.
    private byte[] Resampled(Share[] columns, Share[] rows, byte background)
    {
        var narrow = new float[Height * columns.Length];
        for (var y = 0; y < Height; y++)
        {
            var row = Pixels.AsSpan(y * Width, Width);
            for (var x = 0; x < columns.Length; x++)
            {
                var (first, weights) = columns[x];
                float sum = 0, free = 1;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += row[first + i] * weights[i];
                    free -= weights[i];
                }
                narrow[y * columns.Length + x] = sum + background * Math.Max(0, free);
            }
        }
        var image = new byte[rows.Length * columns.Length];
        for (var y = 0; y < rows.Length; y++)
        {
            var (first, weights) = rows[y];
            for (var x = 0; x < columns.Length; x++)
            {
                float sum = 0, free = 1;
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += narrow[(first + i) * columns.Length + x] * weights[i];
                    free -= weights[i];
                }
                image[y * columns.Length + x] = (byte)Math.Round(Math.Clamp(sum + background * Math.Max(0, free), 0, 255));
            }
        }
        return image;
    }

    /// <summary>Along one axis: what of the picture each new pixel is made of. Where a part of it lies outside, less than 1.</summary>
    /// <param name="length">Pixels of the picture.</param>
    /// <param name="count">New pixels.</param>
    /// <param name="start">Where the picture begins, new pixels.</param>
    private static Share[] Weights(int length, int count, double scale, double start)
    {
        var shares = new Share[count];
        for (var pixel = 0; pixel < count; pixel++)
        {
            // What the new pixel covers, in pixels of the picture.
            var (left, right) = ((pixel - start) / scale, (pixel + 1 - start) / scale);
            var inside = Math.Clamp((Math.Min(right, length) - Math.Max(left, 0)) / (right - left), 0, 1);
            if (inside < 1e-6)
            {
                shares[pixel] = new(0, []);
            }
            else if (scale > 1)
            {
                var at = Math.Clamp((left + right) / 2 - 0.5, 0, length - 1);
                var (first, farther) = ((int)at, (float)(at - (int)at));
                var share = (float)inside;
                shares[pixel] = farther == 0 ? new(first, [share]) : new(first, [share * (1 - farther), share * farther]);
            }
            else
            {
                var (first, end) = (Math.Max(0, (int)Math.Floor(left)), Math.Min(length, (int)Math.Ceiling(right)));
                var weights = new float[end - first];
                for (var i = 0; i < weights.Length; i++)
                    weights[i] = (float)(Math.Max(0, Math.Min(right, first + i + 1) - Math.Max(left, first + i)) * scale);
                shares[pixel] = new(first, weights);
            }
        }
        return shares;
    }

    /// <summary>The pixels from <c>First</c> on, each with how much of it counts.</summary>
    private readonly record struct Share(int First, float[] Weights);
}
