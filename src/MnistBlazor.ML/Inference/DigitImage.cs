namespace MnistBlazor.ML.Inference;

/// <summary>
/// Makes 28x28 images by the recipe that MNIST's own were made with: the longest inked side becomes 20 pixels, anti-aliased, and the
/// centre of mass of the ink comes to the centre of the image.
/// </summary>
/// <remarks>Source: "THE MNIST DATABASE of handwritten digits" (LeCun, Cortes, Burges), the paragraph on normalization.</remarks>
public static class DigitImage
{
    public const int Size = 28;

    /// <summary>The longest inked side, pixels.</summary>
    private const int InkSize = 20;

    /// <summary>How thick MNIST's strokes are, pixels: what is drawn small and enlarged is not drawn with a log.</summary>
    private const float ThinnestPen = 2f, ThickestPen = 3.5f;

    /// <summary>Drawings smaller than this share of the pad keep their size relative to it: a dot stays a dot.</summary>
    private const float SmallestEnlarged = 0.2f;

    /// <summary>Where an image's edges are blurred, the digit ends where its ink is this dark.</summary>
    private const float FaintInk = 0.2f;

    /// <summary>The most that an image's ink is enlarged.</summary>
    private const double LargestScale = 2;

    /// <summary>
    /// Strokes are made thicker only where they were drawn so much larger: those of a small image are as its maker wants them.
    /// </summary>
    private const double LargestThickened = 0.7;

    /// <summary>Cells of the fine grid to a pixel's side.</summary>
    private const int Fineness = 8;

    /// <summary>Draws strokes as an image.</summary>
    /// <param name="strokes">A stroke of one point is a dot. Points outside of the pad are moved to its edge.</param>
    /// <param name="penWidth">The pen's width as a share of the pad's, over 0.</param>
    /// <returns>28x28 bytes, row by row, 0 (paper) to 255 (ink); null when nothing is drawn.</returns>
    /// <exception cref="ArgumentException">A coordinate or the pen's width is no number.</exception>
    public static byte[]? FromStrokes(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, float penWidth = 0.08f)
    {
        if (!(penWidth > 0 && penWidth <= 1)) throw new ArgumentException("The pen's width is over 0 and at most 1.", nameof(penWidth));
        var points = strokes.SelectMany(stroke => stroke).ToList();
        if (points.Count == 0) return null;
        if (points.Exists(point => !float.IsFinite(point.X) || !float.IsFinite(point.Y)))
            throw new ArgumentException("A coordinate is no finite number.", nameof(strokes));

        var (left, right) = (Inside(points.Min(point => point.X)), Inside(points.Max(point => point.X)));
        var (top, bottom) = (Inside(points.Min(point => point.Y)), Inside(points.Max(point => point.Y)));
        var extent = Math.Max(right - left, bottom - top);
        var pen = Math.Clamp(penWidth * InkSize / (extent + penWidth), ThinnestPen, ThickestPen);
        var pixelsPerPad = (InkSize - pen) / Math.Max(extent, SmallestEnlarged);

        var grid = new InkGrid(InkSize * Fineness);
        var margin = pen / 2;
        foreach (var stroke in strokes)
        {
            for (var i = 0; i < stroke.Count; i++)
            {
                var (from, to) = (Cell(stroke[Math.Max(i - 1, 0)]), Cell(stroke[i]));
                grid.DrawLine(from.X, from.Y, to.X, to.Y, margin * Fineness);
            }
        }
        return Center(new(grid.Size, grid.Size, grid.Ink), 1.0 / Fineness);

        StrokePoint Cell(StrokePoint point) => new(
            ((Inside(point.X) - left) * pixelsPerPad + margin) * Fineness,
            ((Inside(point.Y) - top) * pixelsPerPad + margin) * Fineness);
    }

    /// <summary>Scales and centres the ink of an image. An image that is made by the recipe already stays as it is.</summary>
    /// <param name="pixels">28x28 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <returns>28x28 bytes; all 0 when there is no ink.</returns>
    /// <exception cref="ArgumentException">There are not 784 pixels.</exception>
    public static byte[] Normalize(ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length != Size * Size)
            throw new ArgumentException($"{Size * Size} pixels are wanted, not {pixels.Length}.", nameof(pixels));
        return Normalize(pixels, Size, Size);
    }

    /// <summary>
    /// Scales and centres the ink of an image of any size, as it is: what is fine in it is not lost on the way. Strokes that would
    /// become thinner than the pad's become as thick as those.
    /// </summary>
    /// <param name="pixels">[height * width], row by row, 0 (paper) to 255 (ink).</param>
    /// <returns>28x28 bytes; all 0 when there is no ink.</returns>
    /// <exception cref="ArgumentException">There are not so many pixels.</exception>
    public static byte[] Normalize(ReadOnlySpan<byte> pixels, int width, int height)
    {
        if (width <= 0 || pixels.Length != (long)width * height)
            throw new ArgumentException($"{width} x {height} pixels are wanted, not {pixels.Length}.", nameof(pixels));
        var ink = InkImage.Of(pixels, width, height);
        if (ink.Ink.Max() == 0) return new byte[Size * Size];
        if (Math.Max(width, height) <= Size && Bounds(ink, darkerThan: 0).Longest == InkSize) return Center(ink, scale: 1);
        var box = Bounds(ink, FaintInk * ink.Ink.Max());
        ink = ink.Cut(box.Left, box.Top, box.Right, box.Bottom);
        var scale = Math.Min((double)InkSize / box.Longest, LargestScale);
        var missing = ThinnestPen / scale - ink.StrokeWidth();
        if (scale > LargestThickened || missing <= 0) return Center(ink, scale);
        ink = ink.Thickened(missing / 2);
        return Center(ink, (double)InkSize / Math.Max(ink.Width, ink.Height));
    }

    /// <summary>
    /// Resamples ink by <paramref name="scale"/> and moves it so that its centre of mass lies within the image's middle pixel.
    /// </summary>
    private static byte[] Center(InkImage image, double scale)
    {
        var ink = image.Ink;
        var (left, top, right, bottom) = Bounds(image, darkerThan: 0);
        double mass = 0, massX = 0, massY = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var cell = ink[y * image.Width + x];
                mass += cell;
                massX += cell * (x + 0.5);
                massY += cell * (y + 0.5);
            }
        }
        var columns = Coverage(left, right, massX / mass, scale);
        var rows = Coverage(top, bottom, massY / mass, scale);

        // A pixel is the mean of the ink under it: each cell counts by the area that it shares with the pixel.
        var pixels = new byte[Size * Size];
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                double sum = 0;
                foreach (var (row, height) in rows[y])
                    foreach (var (column, width) in columns[x]) sum += ink[row * image.Width + column] * height * width;
                pixels[y * Size + x] = (byte)Math.Round(255 * Math.Min(sum, 1));
            }
        }
        return pixels;
    }

    /// <summary>Along one axis: which cells each pixel covers, and how much of the pixel each fills.</summary>
    private static List<(int Cell, double Share)>[] Coverage(int first, int end, double centre, double scale)
    {
        // By whole pixels, as in MNIST: in every image of it the centre of mass lies within pixel 14. Never so far that ink
        // leaves the image.
        var furthest = Math.Max(0, Size - Math.Ceiling((end - first) * scale));
        var shift = Math.Clamp(Math.Ceiling(Size / 2.0 - (centre - first) * scale), 0, furthest);
        var pixels = new List<(int, double)>[Size];
        for (var pixel = 0; pixel < Size; pixel++)
        {
            pixels[pixel] = [];
            for (var cell = first; cell < end; cell++)
            {
                var start = shift + (cell - first) * scale;
                var share = Math.Min(start + scale, pixel + 1) - Math.Max(start, pixel);
                if (share > 0) pixels[pixel].Add((cell, share));
            }
        }
        return pixels;
    }

    private static Box Bounds(InkImage image, float darkerThan)
    {
        var box = new Box(image.Width, image.Height, 0, 0);
        for (var i = 0; i < image.Ink.Length; i++)
        {
            if (image.Ink[i] <= darkerThan) continue;
            var (x, y) = (i % image.Width, i / image.Width);
            box = new(Math.Min(box.Left, x), Math.Min(box.Top, y), Math.Max(box.Right, x + 1), Math.Max(box.Bottom, y + 1));
        }
        return box;
    }

    private static float Inside(float coordinate) => Math.Clamp(coordinate, 0, 1);

    /// <summary>Right and bottom are the first column and row without ink.</summary>
    private readonly record struct Box(int Left, int Top, int Right, int Bottom)
    {
        public int Longest => Math.Max(Right - Left, Bottom - Top);
    }
}
