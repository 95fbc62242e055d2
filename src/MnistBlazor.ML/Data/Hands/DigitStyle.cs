using System.Globalization;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Data.Hands;

/// <summary>One way in which people write a digit: DigitStyles.txt has them all, and says what its figures mean.</summary>
/// <param name="Weight">How often it is drawn among the digit's styles.</param>
/// <param name="Strokes">Points that each stroke goes through, in the digit's box: 0 to 1, a little more where a stroke leaves it.</param>
internal sealed record DigitStyle(int Digit, int Weight, IReadOnlyList<IReadOnlyList<StrokePoint>> Strokes)
{
    private static readonly Lazy<IReadOnlyList<DigitStyle>> Loaded = new(Read);

    /// <summary>By digit.</summary>
    public static IReadOnlyList<DigitStyle> All => Loaded.Value;

    private static List<DigitStyle> Read()
    {
        using var stream = typeof(DigitStyle).Assembly.GetManifestResourceStream("hands/DigitStyles.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];
    }

    private static DigitStyle Parse(string line)
    {
        var parts = line.Split(' ', 3);
        return new(
            int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture),
            [.. parts[2].Split('|').Select(stroke => (IReadOnlyList<StrokePoint>)
                [.. stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Point)])]);
    }

    private static StrokePoint Point(string text)
    {
        var comma = text.IndexOf(',');
        return new(
            float.Parse(text.AsSpan(0, comma), CultureInfo.InvariantCulture),
            float.Parse(text.AsSpan(comma + 1), CultureInfo.InvariantCulture));
    }
}
