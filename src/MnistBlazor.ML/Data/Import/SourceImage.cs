namespace MnistBlazor.ML.Data.Import;

/// <summary>An image as its file holds it, upright.</summary>
/// <param name="Grey">[Height * Width], row by row, 0 (black) to 255 (white).</param>
/// <param name="Alpha">[Height * Width], 0 (transparent) to 255; null: all of it is opaque.</param>
internal sealed record SourceImage(int Width, int Height, byte[] Grey, byte[]? Alpha = null)
{
    /// <summary>Whether it had to be turned to be upright.</summary>
    public bool WasTurned { get; init; }
}
