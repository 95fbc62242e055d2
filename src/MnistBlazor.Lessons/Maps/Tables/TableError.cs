using System.Globalization;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>All ways in which a table can be refused, in one place. Lines count from 1, as editors do.</summary>
internal static class TableError
{
    private const int MaxQuoted = 40;

    /// <summary>{0} the most megabytes.</summary>
    public static MapFileException TooLarge(int most) => New("too-large", Text(most >> 20));

    public static MapFileException Empty() => New("empty");

    /// <summary>No encoding makes text of it: a workbook, a picture.</summary>
    public static MapFileException NotText() => New("not-text");

    /// <summary>{0} the line, {1} what is wrong there, in English: a quotation mark that is not closed.</summary>
    public static MapFileException Damaged(int line, Exception cause) =>
        new(new Message("maps.table.damaged", Text(line), Message.FirstLine(cause)), cause);

    /// <summary>{0} the line, {1} the cells that the lines above have, {2} those that it has.</summary>
    public static MapFileException Width(int line, int expected, int found) => New("width", Text(line), Text(expected), Text(found));

    /// <summary>{0} the line, {1} the column, {2} what stands there instead of a number.</summary>
    public static MapFileException Number(int line, string column, string text) => New("number", Text(line), Quote(column), Quote(text));

    /// <summary>{0} the line, {1} the most letters of a cell.</summary>
    public static MapFileException Cell(int line, int most) => New("cell", Text(line), Text(most));

    /// <summary>{0} the most rows.</summary>
    public static MapFileException Rows(int most) => New("rows", Text(most));

    /// <summary>{0} the columns, {1} the most.</summary>
    public static MapFileException Columns(int found, int most) => New("columns", Text(found), Text(most));

    /// <summary>Nothing but headers, titles and totals.</summary>
    public static MapFileException NoRows() => New("no-rows");

    /// <summary>No column of numbers beside the one that names the regions.</summary>
    public static MapFileException NoNumbers() => New("no-numbers");

    internal static string Quote(string text)
    {
        var printable = string.Concat(text.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)));
        return printable.Length <= MaxQuoted ? printable : printable[..MaxQuoted] + "…";
    }

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static MapFileException New(string code, params string[] arguments) => new(new Message("maps.table." + code, arguments));
}
