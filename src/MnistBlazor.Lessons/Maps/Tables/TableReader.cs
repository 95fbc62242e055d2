using System.Text;
using CsvHelper;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>Reads a table as people save it: by spreadsheets, KOSIS and the resident registration's pages.</summary>
public static class TableReader
{
    /// <summary>Titles, headers, totals and notes beside the regions.</summary>
    private const int RoomForHeaders = 100;

    // The separator is recognised; a quotation mark out of place is an error with its line.
    private static readonly CsvReaderOptions Options = new()
    {
        HasHeader = false, TrimWhitespace = true, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw,
    };

    /// <param name="bytes">The file; encoding and delimiter are recognised.</param>
    /// <exception cref="MapFileException">It is no table with regions and numbers, is damaged or too large.</exception>
    public static RegionTable Read(byte[] bytes, TableBounds? bounds = null)
    {
        bounds ??= new TableBounds();
        if (bytes.Length > bounds.Bytes) throw TableError.TooLarge(bounds.Bytes);
        if (bytes.Length == 0) throw TableError.Empty();
        var text = DecodedText.Of(bytes) ?? throw TableError.NotText();
        var (lines, delimiter) = Lines(text.Text, bounds);
        return TableLayout.Of(lines, bounds).Read(text.Encoding, delimiter);
    }

    /// <summary>The lines with at least one cell that is not empty.</summary>
    private static (List<TableLine> Lines, char Delimiter) Lines(string text, TableBounds bounds)
    {
        using var reader = CsvReader.FromText(text, Options);
        var lines = new List<TableLine>();
        try
        {
            while (reader.Read())
            {
                var line = (int)reader.LineNumber;
                // Letters in two parts, as Macs name their files, are put together: a name has one form.
                string[] cells = [.. reader.Current.ToArray().Select(cell => cell.Trim().Normalize(NormalizationForm.FormC))];
                if (Array.Exists(cells, cell => cell.Length > bounds.Cell)) throw TableError.Cell(line, bounds.Cell);
                var width = Array.FindLastIndex(cells, cell => cell.Length > 0) + 1;
                if (width == 0) continue;
                if (width > bounds.Columns) throw TableError.Columns(width, bounds.Columns);
                lines.Add(new(line, cells[..width]));
                if (lines.Count > bounds.Rows + RoomForHeaders) throw TableError.Rows(bounds.Rows);
            }
            return lines.Count == 0 ? throw TableError.Empty() : (lines, (char)reader.Separator);
        }
        catch (CsvFormatException damaged)
        {
            throw TableError.Damaged((int)damaged.LineNumber, damaged);
        }
        catch (ArgumentException damaged)
        {
            // Half of a letter outside the basic plane has no normal form.
            throw TableError.Damaged((int)reader.LineNumber, damaged);
        }
    }
}

/// <param name="Line">From 1, where it begins.</param>
/// <param name="Cells">Up to the last that is not empty.</param>
internal sealed record TableLine(int Line, string[] Cells)
{
    public string this[int column] => column < Cells.Length ? Cells[column] : "";

    public int Filled => Cells.Count(cell => cell.Length > 0);
}
