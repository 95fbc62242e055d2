using System.Globalization;
using nietras.SeparatedValues;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>A table that has been read.</summary>
/// <param name="Labels">By line, as they are written; numbers in one way.</param>
internal sealed record CsvTable(ImageTable Images, IReadOnlyList<string> Labels);

/// <summary>Reads a table line by line; its pixels go to the disk as bytes.</summary>
/// <remarks>With Sep: 60,000 lines of 785 columns, unpacked and made numbers, are 0.7 to 1.1 s of a processor.</remarks>
internal static class CsvReading
{
    private const int LinesLookedAt = 100, CellsLookedAt = 1_000_000;

    private static readonly char[] Separators = [',', ';', '\t'];

    /// <exception cref="DatasetException">The table is damaged, or has no labels or no pixels.</exception>
    public static CsvLayout Layout(Search search, DatasetFileEntry entry)
    {
        var separator = Separator(search.Files.Start(entry));
        using var reader = Open(search, entry, separator, out var content);
        using (content)
        {
            var (lines, cells) = (new List<string[]>(), 0);
            return Guard(entry, () =>
            {
                foreach (var row in reader)
                {
                    if (row.Span.IsWhiteSpace()) continue;
                    var line = new string[row.ColCount];
                    for (var column = 0; column < line.Length; column++) line[column] = row[column].ToString().Trim();
                    lines.Add(line);
                    cells += line.Length;
                    if (lines.Count == LinesLookedAt || cells > CellsLookedAt) break;
                }
                return CsvLayout.Of(separator, lines, entry.Path);
            });
        }
    }

    /// <param name="before">Images read before from other tables.</param>
    /// <exception cref="DatasetException">A line is wrong, or there are too many images or classes.</exception>
    public static CsvTable Read(Search search, CsvFile file, long before)
    {
        var (layout, most) = (file.Layout, search.Bounds.Classes);
        var labels = new List<string>();
        var known = new Dictionary<string, string>();
        using var reader = Open(search, file.Entry, layout.Separator, out var content);
        using (content)
        {
            var pixels = search.Files.WriteTemporary(output => Guard(file.Entry, () =>
            {
                var image = new byte[layout.Pixels.Length];
                var isFirst = layout.HasHeader;
                foreach (var row in reader)
                {
                    if (row.Span.IsWhiteSpace()) continue;
                    if (isFirst)
                    {
                        isFirst = false;
                        continue;
                    }
                    labels.Add(ReadLine(file, row, image, known));
                    if (known.Count > most) throw DatasetError.Classes(file.Entry.Path, known.Count, most);
                    search.CheckCount(before + labels.Count);
                    output.Write(image);
                }
                return labels.Count;
            }));
            search.Files.Count(file.Entry, content.Position);
            var header = new ArrayHeader(ElementType.UInt8, IsBigEndian: false, 0, [labels.Count, layout.Side, layout.Side]);
            return new(new(pixels, header, layout.Side, layout.Side, ValueRange.Bytes), labels);
        }
    }

    private static string ReadLine(CsvFile file, SepReader.Row row, byte[] image, Dictionary<string, string> known)
    {
        var (layout, path, line) = (file.Layout, file.Entry.Path, row.LineNumberFrom);
        if (row.ColCount != layout.Columns) throw DatasetError.CsvLine(path, line, layout.Columns, row.ColCount);
        for (var i = 0; i < image.Length; i++)
        {
            var cell = row[layout.Pixels[i]].Span;
            if (!TryNumber(cell, out var value) || !layout.Range.Holds(value)) throw DatasetError.CsvValue(path, line, Short(cell));
            image[i] = layout.Range.ToByte(value);
        }
        var label = Label(row[layout.Label].Span);
        if (label.Length == 0) throw DatasetError.CsvValue(path, line, "");
        if (known.TryGetValue(label, out var same)) return same;
        known.Add(label, label);
        return label;
    }

    private static bool TryNumber(ReadOnlySpan<char> cell, out double value)
    {
        if (int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
        {
            value = whole;
            return true;
        }
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    // 7.0 and 07 are 7.
    private static string Label(ReadOnlySpan<char> cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsInteger(value)
            && Math.Abs(value) < int.MaxValue
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : ClassNames.Clean(cell.ToString().Normalize());

    private static char Separator(ReadOnlySpan<byte> start)
    {
        var most = Separators[0];
        foreach (var separator in Separators)
            if (start.Count((byte)separator) > start.Count((byte)most)) most = separator;
        return most;
    }

    private static SepReader Open(Search search, DatasetFileEntry entry, char separator, out Stream content)
    {
        var opened = search.Files.Open(entry, search.Progress, search.Cancellation);
        content = opened;
        return Guard(entry, () => Sep.New(separator)
            .Reader(options => options with { HasHeader = false, DisableColCountCheck = true, Unescape = true })
            .From(new StreamReader(opened, bufferSize: 1 << 16)));
    }

    // A line without an end, or a quote without one.
    private static T Guard<T>(DatasetFileEntry entry, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is NotSupportedException or InvalidDataException or ArgumentException)
        {
            throw DatasetError.CsvDamaged(entry.Path, error);
        }
    }

    private static string Short(ReadOnlySpan<char> cell) => cell.Length <= 20 ? cell.ToString() : $"{cell[..20]}…";
}
