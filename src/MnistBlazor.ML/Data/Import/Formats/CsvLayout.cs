using System.Globalization;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>Which columns of a table hold what, worked out from its first lines.</summary>
/// <param name="HasHeader">Whether the first line names the columns.</param>
/// <param name="Columns">Of every line.</param>
/// <param name="Label">The column of the label.</param>
/// <param name="Pixels">The columns of the pixels, row by row of the image.</param>
/// <param name="Side">Of the images, which are square.</param>
internal sealed record CsvLayout(char Separator, bool HasHeader, int Columns, int Label, int[] Pixels, int Side, ValueRange Range)
{
    private const int SmallestImage = 64;

    private static readonly string[] LabelNames = ["label", "labels", "class", "digit", "target", "y", "category", "character", "letter"];

    private static readonly string[] OtherNames = ["id", "imageid", "index", "unnamed: 0", "usage", ""];

    /// <param name="lines">The first lines of the table.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <exception cref="DatasetException">It has no labels, or no pixels.</exception>
    public static CsvLayout Of(char separator, IReadOnlyList<string[]> lines, string file)
    {
        if (lines.Count == 0) throw DatasetError.CsvNoPixels(file);
        var columns = lines[0].Length;
        var hasHeader = IsHeader(lines);
        var body = lines.Skip(hasHeader ? 1 : 0).Where(line => line.Length == columns).ToList();
        if (body.Count == 0) throw DatasetError.CsvNoPixels(file);
        int[] candidates = [.. Enumerable.Range(0, columns)];
        var label = -1;
        if (hasHeader)
        {
            string[] names = [.. lines[0].Select(name => name.Trim().ToLowerInvariant())];
            label = Array.FindIndex(names, name => LabelNames.Contains(name));
            candidates = [.. candidates.Where(column => !OtherNames.Contains(names[column]))];
        }
        if (label < 0 && IsSquare(candidates.Length - 1)) label = LabelColumn(body, candidates[0], candidates[^1]);
        if (label < 0) throw IsSquare(candidates.Length) ? DatasetError.CsvNoLabel(file) : DatasetError.CsvNoPixels(file);
        int[] pixels = [.. candidates.Where(column => column != label)];
        if (!IsSquare(pixels.Length)) throw DatasetError.CsvNoPixels(file);
        return new(separator, hasHeader, columns, label, pixels, ArrayHeader.Side(pixels.Length)!.Value, RangeOf(body, pixels));
    }

    private static bool IsSquare(int pixels) => pixels >= SmallestImage && ArrayHeader.Side(pixels) is not null;

    // Words; or what pandas makes of a table whose first image it took for one: 0.1, 0.2 for the columns called 0.
    private static bool IsHeader(IReadOnlyList<string[]> lines)
    {
        var words = lines[0].Count(cell => Number(cell) is null);
        if (words * 2 > lines[0].Length) return true;
        return lines.Count > 1 && lines[0].Any(IsFraction) && !lines.Skip(1).Any(line => line.Any(IsFraction));
    }

    // The corners of most images are empty: a column that says always the same is a pixel.
    private static int LabelColumn(List<string[]> body, int first, int last)
    {
        if (body.Exists(line => Number(line[last]) is null)) return last;
        if (body.Exists(line => Number(line[first]) is null)) return first;
        return CanBeLabel(body, last) && !CanBeLabel(body, first) ? last : first;
    }

    private static bool CanBeLabel(List<string[]> body, int column)
    {
        var values = body.ConvertAll(line => Number(line[column])!.Value);
        return values.TrueForAll(value => double.IsInteger(value) && value is >= 0 and < 100) && values.Distinct().Count() > 1;
    }

    private static ValueRange RangeOf(List<string[]> body, int[] pixels)
    {
        var (smallest, largest) = (double.MaxValue, double.MinValue);
        foreach (var line in body)
        {
            foreach (var column in pixels)
            {
                if (Number(line[column]) is not { } value) continue;
                smallest = Math.Min(smallest, value);
                largest = Math.Max(largest, value);
            }
        }
        // What is no pixel is named with its line when all are read.
        return ValueRange.Of(smallest, largest) ?? ValueRange.Bytes;
    }

    private static bool IsFraction(string cell) => Number(cell) is { } value && !double.IsInteger(value);

    private static double? Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
