using MnistBlazor.ML.Data.Import.Archives;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>Images of one size, one after the other in a file on the disk.</summary>
internal sealed class ImageTable(UnpackedFile file, ArrayHeader header, int height, int width, ValueRange range)
{
    /// <exception cref="IOException">The disk reports an error.</exception>
    public SourceImage Read(int number)
    {
        var bytes = new byte[height * width * header.ElementLength];
        file.Read(header.Offset + (long)number * bytes.Length, bytes);
        if (header.Type == ElementType.UInt8 && range == ValueRange.Bytes) return new(width, height, bytes);
        var pixels = new byte[height * width];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = range.ToByte(header.Element(bytes.AsSpan(i * header.ElementLength)));
        return new(width, height, pixels);
    }
}

/// <summary>What a file's numbers mean: the one is black, the other white.</summary>
internal sealed record ValueRange(double Black, double White)
{
    public static readonly ValueRange Bytes = new(0, 255);

    /// <summary>As the extremes suggest: 0 to 1, -1 to 1, 0 to 16 as in scikit-learn's digits, or 0 to 255; null: none of these.</summary>
    public static ValueRange? Of(double smallest, double largest) => (smallest, largest) switch
    {
        ( >= 0, <= 1) => new(0, 1),
        ( >= -1, <= 1) => new(-1, 1),
        ( >= 0, <= 16) => new(0, 16),
        ( >= 0, <= 255) => Bytes,
        _ => null,
    };

    public bool Holds(double value) => value >= Black && value <= White;

    public byte ToByte(double value) => (byte)Math.Round((value - Black) / (White - Black) * 255);
}
