namespace MnistBlazor.ML.Data;

/// <summary>Images and their labels: <paramref name="pixels"/> holds 784 bytes an image, row by row, 0 (paper) to 255 (ink).</summary>
public sealed class ImageSplit(byte[] pixels, byte[] labels, int classes)
{
    public const int Width = 28, Height = 28, PixelsPerImage = Width * Height;

    public int Count => labels.Length;

    public ReadOnlySpan<byte> Pixels(int index) => pixels.AsSpan(index * PixelsPerImage, PixelsPerImage);

    public int Label(int index) => labels[index];

    public int[] CountPerClass()
    {
        var counts = new int[classes];
        foreach (var label in labels) counts[label]++;
        return counts;
    }
}
