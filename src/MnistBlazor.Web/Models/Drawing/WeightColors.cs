namespace MnistBlazor.Web.Models.Drawing;

/// <summary>
/// The colours of weights: blue against, white nothing, orange for. Zero is always white, and both sides share one scale, so that
/// equal strength looks equally strong. Blue and orange are told apart by all common kinds of colour vision.
/// </summary>
public static class WeightColors
{
    private static readonly (byte R, byte G, byte B) Blue = (0x1D, 0x56, 0xB8), White = (0xFF, 0xFF, 0xFF), Orange = (0xC6, 0x5A, 0x00);

    /// <param name="weight">A weight.</param>
    /// <param name="strongest">The largest magnitude of its scale.</param>
    public static (byte R, byte G, byte B) Of(float weight, float strongest)
    {
        if (!float.IsFinite(weight) || !(strongest > 0)) return White;
        var share = Math.Clamp(Math.Abs(weight) / strongest, 0, 1);
        var end = weight < 0 ? Blue : Orange;
        return (Mix(White.R, end.R, share), Mix(White.G, end.G, share), Mix(White.B, end.B, share));
    }

    public static string Css(float weight, float strongest)
    {
        var (r, g, b) = Of(weight, strongest);
        return $"#{r:x2}{g:x2}{b:x2}";
    }

    /// <summary>The weights of a square image, row by row, as a PNG.</summary>
    public static byte[] Image(ReadOnlySpan<float> weights, float strongest)
    {
        var pixels = new byte[weights.Length * 3];
        for (var i = 0; i < weights.Length; i++)
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = Of(weights[i], strongest);
        var side = (int)Math.Sqrt(weights.Length);
        return Png.FromRgb(pixels, side, side);
    }

    /// <summary>The largest magnitude over all weights: what <see cref="Of"/> calls the strongest.</summary>
    public static float Strongest(IEnumerable<float[]> weights) =>
        weights.SelectMany(row => row).Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();

    private static byte Mix(byte from, byte to, float share) => (byte)MathF.Round(from + ((to - from) * share));
}
