using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>All ways in which a formula can be refused.</summary>
internal static class FormulaError
{
    /// <summary>{0} the most letters.</summary>
    public static MapFileException TooLong(int most) => New("too-long", TableError.Text(most));

    /// <summary>{0} what the parser says, in English.</summary>
    public static MapFileException Malformed(Exception cause) =>
        new(new Message("maps.formula.malformed", Message.FirstLine(cause)), cause);

    /// <summary>{0} the most levels of brackets.</summary>
    public static MapFileException TooDeep(int most) => New("too-deep", TableError.Text(most));

    /// <summary>{0} the name, {1} the columns that there are.</summary>
    public static MapFileException UnknownColumn(string name, IEnumerable<string> columns) =>
        New("unknown-column", TableError.Quote(name), string.Join(", ", columns.Take(12)));

    /// <summary>{0} what is no arithmetic, {1} the functions that there are.</summary>
    public static MapFileException NotArithmetic(string what, IEnumerable<string> functions) =>
        New("not-arithmetic", TableError.Quote(what), string.Join(", ", functions));

    /// <summary>{0} the function, {1} how many values it takes.</summary>
    public static MapFileException Arguments(string function, int count) => New("arguments", function, TableError.Text(count));

    /// <summary>A column, sum or share of none.</summary>
    public static MapFileException NoColumns() => New("no-columns");

    private static MapFileException New(string code, params string[] arguments) => new(new Message("maps.formula." + code, arguments));
}
