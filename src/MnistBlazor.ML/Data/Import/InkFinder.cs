namespace MnistBlazor.ML.Data.Import;

/// <summary>What an image's ink lies on.</summary>
internal enum Ground
{
    /// <summary>The image alone does not say.</summary>
    Unclear,

    /// <summary>Black, with bright ink: as MNIST has it.</summary>
    Dark,

    /// <summary>White, with dark ink.</summary>
    Bright,

    /// <summary>A photograph of paper with dark ink.</summary>
    PaperWithDarkInk,

    /// <summary>A photograph of a board with bright ink.</summary>
    PaperWithBrightInk,
}

/// <summary>What there is to know about an image to make 28x28 pixels of it.</summary>
/// <param name="IsBlank">There is no ink.</param>
/// <param name="IsFaint">Its ink is no half as strong as it could be.</param>
/// <param name="IsOddSize">It has not 28x28 pixels.</param>
/// <param name="Edge">Mean of its edges, 0 to 255.</param>
internal readonly record struct ImageTraits(
    Ground Ground, bool IsBlank, bool IsFaint = false, bool IsOddSize = false, bool WasTurned = false, byte Edge = 0);

/// <summary>
/// Finds out what is paper and what is ink, of one image: by its edges, where seldom anybody writes, and by the smaller part being ink.
/// </summary>
internal static class InkFinder
{
    /// <summary>An edge pixel counts as black or white up to so far from 0 or 255: JPEG leaves traces around ink.</summary>
    private const int CleanMargin = 16;

    /// <summary>
    /// Share of the edge that is black or white in an image with a clean ground; of small ones, whose ink often reaches the edge.
    /// </summary>
    private const double CleanShare = 0.9, CleanShareWhenSmall = 0.4;

    /// <summary>The longest side of a small image, pixels.</summary>
    private const int Small = 64;

    /// <summary>Ink is weaker than this where a lens or JPEG left a trace, and blank where nothing is stronger.</summary>
    private const int FaintestInk = 32, FaintestInUniform = 8, FaintBelow = 128;

    /// <summary>Share of the edge that is plain paper, and of the whole that is ink at most, for a photograph of paper.</summary>
    private const double PaperShare = 0.75, MostInk = 0.4;

    private const int DarkestPaper = 64, RoughestPaper = 16;

    /// <summary>What seems to be ink the wrong way round is so much more than the ink.</summary>
    private const double MuchMore = 1.2;

    /// <summary>An image that shares its ground with all others: only whether it is blank.</summary>
    public static ImageTraits OfUniform(SourceImage image)
    {
        var (least, most) = Range(image.Grey);
        return new(Ground.Unclear, most - least < FaintestInUniform, IsOddSize: IsOddSize(image), Edge: new GreyImage(
            image.Width, image.Height, image.Grey).Background());
    }

    public static ImageTraits Of(SourceImage image)
    {
        var traits = image.Alpha is null ? OfOpaque(image) : OfTransparent(image);
        return traits with { IsOddSize = IsOddSize(image), WasTurned = image.WasTurned };
    }

    private static ImageTraits OfTransparent(SourceImage image)
    {
        long visible = 0, brightness = 0;
        for (var i = 0; i < image.Grey.Length; i++)
        {
            visible += image.Alpha![i];
            brightness += image.Alpha[i] * image.Grey[i];
        }
        // What is see-through only at its rounded corners is paper, not ink.
        if (visible > 0.9 * 255 * image.Grey.Length)
            return OfOpaque(new(image.Width, image.Height, image.On((byte)(brightness / visible > 127 ? 255 : 0))));
        // On what differs most from what is seen.
        var ground = visible > 0 && brightness / visible > 127 ? Ground.Dark : Ground.Bright;
        return OfClean(image.On(ground == Ground.Dark ? (byte)0 : (byte)255), ground);
    }

    private static ImageTraits OfOpaque(SourceImage image)
    {
        var (dark, bright) = EdgeShares(image);
        var small = Math.Max(image.Width, image.Height) <= Small;
        if (Math.Max(dark, bright) >= CleanShare || (small && Math.Max(dark, bright) >= CleanShareWhenSmall))
            return OfClean(image.Grey, dark > bright ? Ground.Dark : Ground.Bright);
        if (Range(image.Grey) is var (least, most) && most - least < FaintestInUniform) return new(Ground.Unclear, IsBlank: true);
        var paper = OfPaper(image);
        if (paper.Ground == Ground.Unclear && Math.Max(dark, bright) >= CleanShareWhenSmall)
            return OfClean(image.Grey, dark > bright ? Ground.Dark : Ground.Bright);
        return paper;
    }

    private static ImageTraits OfClean(byte[] grey, Ground ground)
    {
        var (least, most) = Range(grey);
        var strongest = ground == Ground.Dark ? most : 255 - least;
        return new(ground, most - least < FaintestInk, IsFaint: strongest < FaintBelow);
    }

    private static ImageTraits OfPaper(SourceImage image)
    {
        var dark = new PaperInk(image.Grey, image.Width, image.Height);
        var bright = new PaperInk([.. image.Grey.Select(pixel => (byte)(255 - pixel))], image.Width, image.Height);
        // Neither a dark slope nor cloth is an empty sheet of paper.
        if (dark.IsBlank && bright.IsBlank)
            return new(Ground.Unclear, IsBlank: dark.Noise < RoughestPaper && image.Grey.Average(pixel => pixel) > DarkestPaper);
        // The wrong way round, the paper between strokes seems to be ink, and that is more.
        var (better, worse, ground) = bright.IsBlank || (!dark.IsBlank && dark.Share <= bright.Share)
            ? (dark, bright, Ground.PaperWithDarkInk)
            : (bright, dark, Ground.PaperWithBrightInk);
        var isClear = worse.IsBlank || worse.Share >= MuchMore * better.Share;
        var isPaper = better.Noise < RoughestPaper && better.PlainEdge >= PaperShare && better.Share <= MostInk;
        return new(isClear && isPaper ? ground : Ground.Unclear, IsBlank: false);
    }

    /// <summary>Which part of the edge is black, and which white.</summary>
    private static (double Dark, double Bright) EdgeShares(SourceImage image)
    {
        var (dark, bright, count) = (0, 0, 0);
        foreach (var i in Edge(image.Width, image.Height))
        {
            count++;
            if (image.Grey[i] <= CleanMargin) dark++;
            if (image.Grey[i] >= 255 - CleanMargin) bright++;
        }
        return ((double)dark / count, (double)bright / count);
    }

    /// <summary>The pixels at an image's edges: a twenty-fifth of its shorter side wide.</summary>
    public static IEnumerable<int> Edge(int width, int height)
    {
        var band = Math.Max(1, Math.Min(width, height) / 25);
        for (var y = 0; y < height; y++)
        {
            var inner = y >= band && y < height - band;
            for (var x = 0; x < width; x++)
            {
                if (inner && x == band) x = Math.Max(x, width - band);
                if (x < width) yield return y * width + x;
            }
        }
    }

    private static bool IsOddSize(SourceImage image) => image.Width != ImageSplit.Width || image.Height != ImageSplit.Height;

    private static (int Least, int Most) Range(byte[] pixels)
    {
        var (least, most) = (255, 0);
        foreach (var pixel in pixels) (least, most) = (Math.Min(least, pixel), Math.Max(most, pixel));
        return (least, most);
    }
}
