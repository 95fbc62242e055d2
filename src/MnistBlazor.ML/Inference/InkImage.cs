namespace MnistBlazor.ML.Inference;

/// <summary>Ink of any size.</summary>
/// <param name="Ink">[Height * Width], row by row, 0 (paper) to 1 (ink).</param>
internal sealed record InkImage(int Width, int Height, float[] Ink)
{
    /// <param name="pixels">[height * width], 0 (paper) to 255 (ink).</param>
    public static InkImage Of(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var ink = new float[pixels.Length];
        for (var i = 0; i < ink.Length; i++) ink[i] = pixels[i] / 255f;
        return new(width, height, ink);
    }

    /// <summary>The part from column <c>left</c> and row <c>top</c> to before <c>right</c> and <c>bottom</c>; it may lie outside.</summary>
    public InkImage Cut(int left, int top, int right, int bottom)
    {
        var cut = new InkImage(right - left, bottom - top, new float[(right - left) * (bottom - top)]);
        for (var y = Math.Max(0, top); y < Math.Min(bottom, Height); y++)
            for (var x = Math.Max(0, left); x < Math.Min(right, Width); x++)
                cut.Ink[(y - top) * cut.Width + x - left] = Ink[y * Width + x];
        return cut;
    }

    /// <summary>
    /// How wide the strokes are on average, cells: a long band of width w has w/2 of area to a cell of its outline, whose length is
    /// that of its steps by pi/4, whatever way it runs.
    /// </summary>
    public double StrokeWidth()
    {
        var (area, steps) = (0, 0);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if (!IsInk(x, y)) continue;
                area++;
                if (!IsInk(x - 1, y)) steps++;
                if (!IsInk(x + 1, y)) steps++;
                if (!IsInk(x, y - 1)) steps++;
                if (!IsInk(x, y + 1)) steps++;
            }
        }
        return steps == 0 ? 0 : 2 * area / (steps * Math.PI / 4);
    }

    /// <summary>With strokes wider by twice <paramref name="radius"/> cells, and larger by so much on each side.</summary>
    public InkImage Thickened(double radius)
    {
        var margin = (int)Math.Ceiling(radius);
        var image = Cut(-margin, -margin, Width + margin, Height + margin);
        var reach = Enumerable.Range(-margin, 2 * margin + 1).ToArray();
        // How much of the ink reaches each cell around it: all of it up to the radius, none of it a cell farther.
        var around = reach.SelectMany(y => reach.Select(x => (x, y, Share: Math.Clamp(radius + 1 - Math.Sqrt(x * x + y * y), 0, 1))))
            .Where(cell => cell.Share > 0).ToArray();
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var ink = Ink[y * Width + x];
                if (ink == 0) continue;
                foreach (var (right, down, share) in around)
                {
                    ref var cell = ref image.Ink[(y + margin + down) * image.Width + x + margin + right];
                    cell = Math.Max(cell, (float)(ink * share));
                }
            }
        }
        return image;
    }

    private bool IsInk(int x, int y) => x >= 0 && y >= 0 && x < Width && y < Height && Ink[y * Width + x] > 0.5f;
}
