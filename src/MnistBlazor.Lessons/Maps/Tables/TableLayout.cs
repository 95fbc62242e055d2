namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>Which lines of a table are titles, headers, regions and totals.</summary>
internal sealed class TableLayout
{
    private const int MostHeaders = 6;

    private static readonly HashSet<string> TotalNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "계", "합계", "총계", "소계", "총합계", "전국", "전체", "전국계", "대한민국", "total", "sum", "subtotal", "grand total", "all", "nation",
        "nationwide", "whole country", "south korea", "korea", "republic of korea",
    };

    private static readonly string[] NoteStarts = ["※", "*", "주:", "주)", "주 :", "자료", "출처", "source", "note"];

    private readonly List<TableLine> _headers = [], _rows = [], _totals = [];
    private readonly List<int> _skipped = [];
    private readonly int _width;

    private TableLayout(int width) => _width = width;

    /// <exception cref="MapFileException"/>
    public static TableLayout Of(List<TableLine> lines, TableBounds bounds)
    {
        var layout = new TableLayout(lines.Max(line => line.Cells.Length));
        foreach (var line in lines) layout.Add(line);
        layout.SkipNotes();
        if (layout._rows.Count == 0) throw TableError.NoRows();
        if (layout._rows.Count > bounds.Rows) throw TableError.Rows(bounds.Rows);
        // Spreadsheets leave cells out at the end of a line where they are empty, but add none.
        var width = layout._headers.Count > 0 ? layout._headers.Max(line => line.Cells.Length) : layout._rows[0].Cells.Length;
        foreach (var row in layout._rows.Concat(layout._totals))
            if (row.Cells.Length > width) throw TableError.Width(row.Line, width, row.Cells.Length);
        return layout;
    }

    /// <exception cref="MapFileException"/>
    public RegionTable Read(string encoding, char delimiter)
    {
        var cells = _rows.Concat(_totals).SelectMany(line => line.Cells);
        var decimalComma = delimiter != ',' && CellNumbers.HasDecimalComma(cells);
        var names = Names();
        var (columns, used) = (new List<TableColumn>(), new List<int>());
        for (var column = 0; column < names.Length; column++)
        {
            if (names[column].Length == 0 && _rows.TrueForAll(row => row[column].Length == 0)) continue;
            columns.Add(Column(column, Unique(names[column], column, columns), decimalComma));
            used.Add(column);
        }
        if (!columns.Exists(column => column.Values is not null)) throw TableError.NoNumbers();
        var totals = _totals.Select(line => new TotalsRow(
            line.Line, line.Cells.First(TotalNames.Contains),
            [.. used.Select((column, i) => columns[i].Values is null ? null : CellNumbers.Read(line[column], decimalComma)?.Value)]));
        var reading = new TableReading(encoding, delimiter, decimalComma, _headers.Count, _skipped);
        return new(columns, [.. _rows.Select(row => row.Line)], [.. totals], reading);
    }

    private void Add(TableLine line)
    {
        if (line.Filled == 1 && _width > 1 && _headers.Count == 0 && _rows.Count == 0)
            _skipped.Add(line.Line);
        else if (_rows.Count == 0 && _totals.Count == 0 && _headers.Count < MostHeaders && IsHeader(line))
            _headers.Add(line);
        else
            (Array.Exists(line.Cells, TotalNames.Contains) ? _totals : _rows).Add(line);
    }

    // A region that has no value at all stays one: only what reads like a note is none.
    private void SkipNotes()
    {
        while (_width > 1 && _rows is [.., { Filled: 1 } last] && IsNote(last.Cells.First(cell => cell.Length > 0)))
        {
            _skipped.Add(last.Line);
            _rows.RemoveAt(_rows.Count - 1);
        }
        _skipped.Sort();
    }

    private static bool IsNote(string text) =>
        text.Length > 30 || NoteStarts.Any(start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    // Words or years where a row of the table has numbers. The first cell names a region, by a code perhaps.
    private static bool IsHeader(TableLine line)
    {
        string[] cells = [.. line.Cells.Skip(1).Where(cell => cell.Length > 0)];
        if (cells.Length == 0) return true;
        if (Array.TrueForAll(cells, CellNumbers.IsYear)) return true;
        return !Array.Exists(cells, cell => !CellNumbers.IsYear(cell) && (CellNumbers.IsMissing(cell) || IsNumber(cell)));
    }

    private static bool IsNumber(string cell) =>
        CellNumbers.Read(cell, decimalComma: false) is not null || CellNumbers.Read(cell, decimalComma: true) is not null;

    private string[] Names()
    {
        var width = _rows.Concat(_headers).Max(line => line.Cells.Length);
        var names = new string[width];
        for (var column = 0; column < width; column++)
            names[column] = string.Join(' ', _headers.Select(line => line[column]).Where(name => name.Length > 0).Distinct());
        return names;
    }

    private static string Unique(string name, int column, List<TableColumn> before)
    {
        var plain = name.Length > 0 ? name : TableError.Text(column + 1);
        var unique = plain;
        for (var i = 2; before.Exists(one => one.Name == unique); i++) unique = $"{plain} ({i})";
        return unique;
    }

    private TableColumn Column(int column, string name, bool decimalComma)
    {
        string[] cells = [.. _rows.Select(row => row[column])];
        var read = Array.ConvertAll(cells, cell => CellNumbers.IsMissing(cell) ? null : CellNumbers.Read(cell, decimalComma));
        var numbers = read.Count(value => value is not null);
        var words = Enumerable.Range(0, cells.Length).Where(row => read[row] is null && !CellNumbers.IsMissing(cells[row])).ToList();
        // A word among numbers is a mistake; a number among words is a name.
        if (numbers <= words.Count || numbers == 0) return new(name, cells, null);
        if (words is [var wrong, ..]) throw TableError.Number(_rows[wrong].Line, name, cells[wrong]);
        string?[] units = [.. read.Where(value => value is not null).Select(value => value!.Value.Unit).Distinct()];
        return new(name, cells, Array.ConvertAll(read, value => value?.Value), units is [var unit] ? unit : null);
    }
}
