namespace MnistBlazor.ML.Data.Import;

/// <summary>How an image becomes 28x28 pixels. Two images with the same source and recipe have the same pixels.</summary>
/// <param name="Ground">What its ink lies on; not <see cref="Import.Ground.Unclear"/> but for what is left as it is.</param>
/// <param name="IsStretched">Its faint ink becomes as strong as it can be.</param>
internal readonly record struct ImageRecipe(Ground Ground, bool IsStretched, bool IsTransposed, bool IsDrawing)
{
    public bool IsPaper => Ground is Ground.PaperWithDarkInk or Ground.PaperWithBrightInk;

    public bool IsInverted => Ground is Ground.Bright or Ground.PaperWithDarkInk;

    /// <returns>784 bytes, row by row, 0 (paper) to 255 (ink).</returns>
    public byte[] Prepare(SourceImage image)
    {
        var upright = IsTransposed ? image.Transposed() : image;
        var (width, height) = (upright.Width, upright.Height);
        var pixels = InkOf(upright);
        if (IsDrawing) return Inference.DigitImage.Normalize(pixels, width, height);
        var prepared = new GreyImage(width, height, pixels).ToDatasetSize();
        return ReferenceEquals(prepared, image.Grey) || ReferenceEquals(prepared, image.Alpha) ? [.. prepared] : prepared;
    }

    /// <summary>At its own size: [height * width], 0 (paper) to 255 (ink).</summary>
    public byte[] InkOf(SourceImage image) => IsStretched ? Stretched(Ink(image)) : Ink(image);

    private byte[] Ink(SourceImage image)
    {
        if (!IsPaper && image.InkOnNothing(isBright: !IsInverted) is { } ink) return ink;
        var pixels = image.On((byte)(IsInverted ? 255 : 0));
        // A photograph's ink is found dark on paper, any other's is bright on black.
        if (IsPaper ? !IsInverted : IsInverted) pixels = Inverted(pixels);
        return IsPaper ? new PaperInk(pixels, image.Width, image.Height).Pixels() : pixels;
    }

    private static byte[] Inverted(byte[] pixels)
    {
        var inverted = new byte[pixels.Length];
        for (var i = 0; i < pixels.Length; i++) inverted[i] = (byte)(255 - pixels[i]);
        return inverted;
    }

    private static byte[] Stretched(byte[] pixels)
    {
        var (least, most) = (255, 0);
        foreach (var pixel in pixels) (least, most) = (Math.Min(least, pixel), Math.Max(most, pixel));
        return [.. pixels.Select(pixel => (byte)((pixel - least) * 255 / Math.Max(1, most - least)))];
    }
}
