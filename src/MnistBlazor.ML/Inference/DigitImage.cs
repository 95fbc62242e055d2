namespace MnistBlazor.ML.Inference;

/// <summary>
/// Makes 28x28 images by the recipe that MNIST's own were made with: the longest inked side becomes 20 pixels, anti-aliased, and the
/// centre of mass of the ink comes to the centre of the image.
/// </summary>
/// <remarks>Source: "THE MNIST DATABASE of handwritten digits" (LeCun, Cortes, Burges), the paragraph on normalization.</remarks>
public static class DigitImage
{
    public const int Size = 28;

    /// <summary>The pen's usual width as a share of the pad's.</summary>
    public const float PenWidth = 0.08f;

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

    /// <summary>The same of the picture of the whole pad.</summary>
    private const int RawFineness = 2;

    /// <summary>Draws strokes as an image.</summary>
    /// <param name="strokes">A stroke of one point is a dot. Points outside of the pad are moved to its edge.</param>
    /// <param name="penWidth">The pen's width as a share of the pad's, over 0.</param>
    /// <param name="steps">What is done to the drawing.</param>
    /// <returns>28x28 bytes, row by row, 0 (paper) to 255 (ink); null when nothing is drawn.</returns>
    /// <exception cref="ArgumentException">A coordinate or the pen's width is no number.</exception>
    public static byte[]? FromStrokes(
        IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, float penWidth = PenWidth, DigitSteps steps = DigitSteps.All) =>
        SourceOf(strokes, penWidth) is { } source ? Image(source, steps) : null;

    /// <summary>The same, with what the drawing is on the way.</summary>
    /// <inheritdoc cref="FromStrokes"/>
    /// <returns>Null when nothing is drawn.</returns>
    public static DigitStages? StagesOf(
        IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, float penWidth = PenWidth, DigitSteps steps = DigitSteps.All) =>
        SourceOf(strokes, penWidth) is { } source ? StagesOf(source, steps) : null;

    /// <summary>The same of the ink of a picture.</summary>
    /// <param name="ink">As <see cref="Data.Import.DigitPicture"/> finds it.</param>
    /// <exception cref="ArgumentException">There is no ink.</exception>
    public static DigitStages StagesOf(GreyPicture ink, DigitSteps steps = DigitSteps.All) => ink.Pixels.Any(pixel => pixel > 0)
        ? StagesOf(SourceOf(InkImage.Of(ink.Pixels, ink.Width, ink.Height)), steps)
        : throw new ArgumentException("There is no ink.", nameof(ink));

    private static DigitStages StagesOf(Source source, DigitSteps steps)
    {
        var (raw, scales) = (source.Raw.Value, steps.HasFlag(DigitSteps.Scale));
        return new(
            Picture(raw, new(0, 0, raw.Ink.Width, raw.Ink.Height), RawFineness),
            scales ? Picture(raw, Bounds(raw.Ink, source.Faint), RawFineness) : null,
            scales ? Picture(source.Scaled.Value, Bounds(source.Scaled.Value.Ink, darkerThan: 0), 1) : null,
            Image(source, steps));
    }

    private static Source? SourceOf(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, float penWidth)
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
        var margin = pen / 2;
        return new(
            new(() => Draw(strokes, Size, penWidth * Size, point => new(Inside(point.X) * Size, Inside(point.Y) * Size))),
            new(() => Draw(strokes, InkSize, pen, point => new(
                (Inside(point.X) - left) * pixelsPerPad + margin,
                (Inside(point.Y) - top) * pixelsPerPad + margin))));
    }

    /// <param name="size">Of the square to draw in, pixels.</param>
    /// <param name="pen">Pixels.</param>
    /// <param name="place">Where in it a point of the pad lies, pixels.</param>
    private static Inked Draw(
        IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, int size, float pen, Func<StrokePoint, StrokePoint> place)
    {
        var grid = new InkGrid(size * Fineness);
        foreach (var stroke in strokes)
        {
            for (var i = 0; i < stroke.Count; i++)
            {
                var (from, to) = (place(stroke[Math.Max(i - 1, 0)]), place(stroke[i]));
                grid.DrawLine(from.X * Fineness, from.Y * Fineness, to.X * Fineness, to.Y * Fineness, pen / 2 * Fineness);
            }
        }
        return new(new(grid.Size, grid.Size, grid.Ink), 1.0 / Fineness);
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
        return ink.Ink.Max() == 0 ? new byte[Size * Size] : Image(SourceOf(ink), DigitSteps.All);
    }

    private static Source SourceOf(InkImage ink)
    {
        var faint = FaintInk * ink.Ink.Max();
        return new(new(() => new(ink, (double)Size / Math.Max(ink.Width, ink.Height))), new(() => Scaled(ink, faint)), faint);
    }

    private static Inked Scaled(InkImage ink, float faint)
    {
        if (Math.Max(ink.Width, ink.Height) <= Size && Bounds(ink, darkerThan: 0).Longest == InkSize) return new(ink, 1);
        var box = Bounds(ink, faint);
        ink = ink.Cut(box.Left, box.Top, box.Right, box.Bottom);
        var scale = Math.Min((double)InkSize / box.Longest, LargestScale);
        var missing = ThinnestPen / scale - ink.StrokeWidth();
        if (scale > LargestThickened || missing <= 0) return new(ink, scale);
        ink = ink.Thickened(missing / 2);
        return new(ink, (double)InkSize / Math.Max(ink.Width, ink.Height));
    }

    private static byte[] Image(Source source, DigitSteps steps)
    {
        var centres = steps.HasFlag(DigitSteps.Centre);
        if (steps.HasFlag(DigitSteps.Scale)) return centres ? Center(source.Scaled.Value) : Middle(source.Scaled.Value);
        var raw = source.Raw.Value;
        if (centres) return Center(raw);
        var whole = new Box(0, 0, raw.Ink.Width, raw.Ink.Height);
        return Resample(raw, whole, Size, Size, Free(raw.Ink.Width), Free(raw.Ink.Height));

        double Free(int cells) => (Size - cells * raw.Scale) / 2;
    }

    /// <summary>Moves ink so that its centre of mass lies within the image's middle pixel.</summary>
    private static byte[] Center(Inked image)
    {
        var ink = image.Ink.Ink;
        var box = Bounds(image.Ink, darkerThan: 0);
        double mass = 0, massX = 0, massY = 0;
        for (var y = box.Top; y < box.Bottom; y++)
        {
            for (var x = box.Left; x < box.Right; x++)
            {
                var cell = ink[y * image.Ink.Width + x];
                mass += cell;
                massX += cell * (x + 0.5);
                massY += cell * (y + 0.5);
            }
        }
        return Resample(
            image, box, Size, Size,
            Shift(box.Right - box.Left, massX / mass - box.Left, image.Scale),
            Shift(box.Bottom - box.Top, massY / mass - box.Top, image.Scale));
    }

    /// <summary>Puts the box of the ink into the middle of the image.</summary>
    private static byte[] Middle(Inked image)
    {
        var box = Bounds(image.Ink, darkerThan: 0);
        return Resample(image, box, Size, Size, Free(box.Right - box.Left), Free(box.Bottom - box.Top));

        double Free(int cells) => Math.Floor((Size - cells * image.Scale) / 2);
    }

    /// <summary>
    /// By how many pixels to move so many cells that what is <paramref name="centre"/> cells in lies in the image's middle. By whole
    /// pixels, as in MNIST: in every image of it the centre of mass lies within pixel 14. Never so far that ink leaves the image.
    /// </summary>
    private static double Shift(int cells, double centre, double scale) =>
        Math.Clamp(Math.Ceiling(Size / 2.0 - centre * scale), 0, Math.Max(0, Size - Math.Ceiling(cells * scale)));

    /// <summary>A part of the ink for the eye.</summary>
    /// <param name="fineness">How many pixels of the picture stand for one of the image.</param>
    private static GreyPicture Picture(Inked image, Box box, int fineness)
    {
        var finer = image with { Scale = image.Scale * fineness };
        var width = Math.Max(1, (int)Math.Ceiling((box.Right - box.Left) * finer.Scale));
        var height = Math.Max(1, (int)Math.Ceiling((box.Bottom - box.Top) * finer.Scale));
        return new(width, height, Resample(finer, box, width, height, 0, 0));
    }

    /// <summary>A pixel is the mean of the ink under it: each cell counts by the area that it shares with the pixel.</summary>
    /// <param name="box">The part to take.</param>
    /// <param name="shiftX">Where its left side comes to, pixels.</param>
    /// <param name="shiftY">Where its top comes to, pixels.</param>
    /// <returns>[height * width], row by row, 0 (paper) to 255 (ink).</returns>
    private static byte[] Resample(Inked image, Box box, int width, int height, double shiftX, double shiftY)
    {
        var columns = Coverage(box.Left, box.Right, width, shiftX, image.Scale);
        var rows = Coverage(box.Top, box.Bottom, height, shiftY, image.Scale);
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                double sum = 0;
                foreach (var (row, high) in rows[y])
                    foreach (var (column, wide) in columns[x]) sum += image.Ink.Ink[row * image.Ink.Width + column] * high * wide;
                pixels[y * width + x] = (byte)Math.Round(255 * Math.Min(sum, 1));
            }
        }
        return pixels;
    }

    /// <summary>Along one axis: which cells each pixel covers, and how much of the pixel each fills.</summary>
    private static List<(int Cell, double Share)>[] Coverage(int first, int end, int size, double shift, double scale)
    {
        var pixels = new List<(int, double)>[size];
        for (var pixel = 0; pixel < size; pixel++)
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

    /// <summary>A drawing before and after it is scaled; each is drawn when it is wanted.</summary>
    /// <param name="Faint">What is no stronger is not cut out as ink.</param>
    private sealed record Source(Lazy<Inked> Raw, Lazy<Inked> Scaled, float Faint = 0);

    /// <param name="Scale">Pixels of the image to a cell of the ink.</param>
    private readonly record struct Inked(InkImage Ink, double Scale);

    private static float Inside(float coordinate) => Math.Clamp(coordinate, 0, 1);

    /// <summary>Right and bottom are the first column and row without ink.</summary>
    private readonly record struct Box(int Left, int Top, int Right, int Bottom)
    {
        public int Longest => Math.Max(Right - Left, Bottom - Top);
    }
}
