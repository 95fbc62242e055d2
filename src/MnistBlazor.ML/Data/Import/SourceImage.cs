namespace MnistBlazor.ML.Data.Import;

/// <summary>An image as its file holds it, upright.</summary>
/// <param name="Grey">[Height * Width], row by row, 0 (black) to 255 (white).</param>
/// <param name="Alpha">[Height * Width], 0 (transparent) to 255; null: all of it is opaque.</param>
internal sealed record SourceImage(int Width, int Height, byte[] Grey, byte[]? Alpha = null)
{
    /// <summary>What differs by no more is one colour.</summary>
    private const int OneColour = 16;

    /// <summary>Whether it had to be turned to be upright.</summary>
    public bool WasTurned { get; init; }

    /// <summary>With its longest side at most so long.</summary>
    public SourceImage Within(int longest)
    {
        var most = Math.Max(Width, Height);
        if (most <= longest) return this;
        var (width, height) = (Scaled(Width), Scaled(Height));
        return this with
        {
            Width = width,
            Height = height,
            Grey = new GreyImage(Width, Height, Grey).Resized(width, height),
            Alpha = Alpha is null ? null : new GreyImage(Width, Height, Alpha).Resized(width, height),
        };

        int Scaled(int side) => Math.Max(1, (int)Math.Round((double)side * longest / most));
    }

    /// <summary>With rows and columns exchanged.</summary>
    public SourceImage Transposed()
    {
        return this with
        {
            Width = Height,
            Height = Width,
            Grey = Exchanged(Grey),
            Alpha = Alpha is null ? null : Exchanged(Alpha),
        };

        byte[] Exchanged(byte[] pixels)
        {
            var exchanged = new byte[pixels.Length];
            for (var i = 0; i < pixels.Length; i++) exchanged[i % Width * Height + i / Width] = pixels[i];
            return exchanged;
        }
    }

    /// <summary>
    /// What was drawn in one colour on nothing, as strong as it covers: 0 (nothing) to 255. Null: it has more colours, no transparency,
    /// or is brighter or darker than asked for.
    /// </summary>
    public byte[]? InkOnNothing(bool isBright)
    {
        if (Alpha is null) return null;
        var (least, most) = (255, 0);
        for (var i = 0; i < Grey.Length; i++)
            if (Alpha[i] > 127) (least, most) = (Math.Min(least, Grey[i]), Math.Max(most, Grey[i]));
        return most - least is >= 0 and <= OneColour && most > 127 == isBright && Alpha.Contains((byte)0) ? Alpha : null;
    }

    /// <summary>Its grey on an opaque ground.</summary>
    /// <param name="ground">0 (black) or 255 (white).</param>
    public byte[] On(byte ground)
    {
        if (Alpha is null) return Grey;
        var pixels = new byte[Grey.Length];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)((Grey[i] * Alpha[i] + ground * (255 - Alpha[i]) + 127) / 255);
        return pixels;
    }
}
