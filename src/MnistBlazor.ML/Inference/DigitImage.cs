namespace MnistBlazor.ML.Inference;

/// <summary>A point of a pen stroke on the drawing pad: 0..1 from left to right and from top to bottom.</summary>
public readonly record struct StrokePoint(float X, float Y);

/// <summary>Makes 28x28 images by the recipe that MNIST's own were made with.</summary>
public static class DigitImage
{
    /// <param name="penWidth">The pen's width as a share of the pad's.</param>
    /// <returns>28x28 bytes; null when nothing is drawn.</returns>
    public static byte[]? FromStrokes(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, float penWidth = 0.08f) => throw new NotImplementedException();

    /// <summary>Scales and centres the ink of an image.</summary>
    public static byte[] Normalize(ReadOnlySpan<byte> pixels) => throw new NotImplementedException();
}
