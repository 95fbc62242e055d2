namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>A table with one row for each region, as it was read. Which column names the regions is Joining's to find.</summary>
/// <param name="Columns">In the order of the file; all have a cell for each row.</param>
/// <param name="Lines">By row, the line of the file that it stood on, from 1.</param>
/// <param name="Totals">Rows that are the sum of others (합계, 전국): named, and no regions.</param>
/// <param name="Reading">How the file was understood, for the learner to check.</param>
public sealed record RegionTable(
    IReadOnlyList<TableColumn> Columns, IReadOnlyList<int> Lines, IReadOnlyList<TotalsRow> Totals, TableReading Reading)
{
    public int RowCount => Lines.Count;

    /// <summary>Those that can be drawn.</summary>
    public IEnumerable<TableColumn> Numbers => Columns.Where(column => column.Values is not null);

    /// <summary>Null: there is none of that name. Case is ignored where no other column differs by case alone.</summary>
    public TableColumn? Column(string name) =>
        Columns.FirstOrDefault(column => column.Name == name)
        ?? Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <param name="Name">Unique within the table; where several header rows stand above each other, what they say with blanks between.</param>
/// <param name="Cells">As they are written, without blanks around them.</param>
/// <param name="Values">Null for a column of words; a value is null where the cell says that there is none.</param>
/// <param name="Unit">What stands behind its numbers: %, 명; null: nothing, or not always the same.</param>
public sealed record TableColumn(string Name, IReadOnlyList<string> Cells, IReadOnlyList<double?>? Values, string? Unit = null);

/// <param name="Line">From 1.</param>
/// <param name="Name">As it is written: 합계, 전국.</param>
/// <param name="Values">By column of the table; null for words and where there is none.</param>
public sealed record TotalsRow(int Line, string Name, IReadOnlyList<double?> Values);

/// <param name="Encoding">UTF-8, UTF-16, CP949, or another one's name.</param>
/// <param name="Delimiter">Between cells: <c>,</c> <c>;</c> <c>|</c> or a tab.</param>
/// <param name="HasDecimalComma">1.234,5 rather than 1,234.5.</param>
/// <param name="HeaderLines">How many lines named the columns; 0: none, and they are called 1, 2, 3.</param>
/// <param name="SkippedLines">Lines above the header and below the table with one cell only: titles, sources.</param>
public sealed record TableReading(
    string Encoding, char Delimiter, bool HasDecimalComma, int HeaderLines, IReadOnlyList<int> SkippedLines);
