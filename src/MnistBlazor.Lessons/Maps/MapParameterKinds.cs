using System.Globalization;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Maps.Classification;
using MnistBlazor.Lessons.Maps.Tables;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Maps;

/// <summary>Arithmetic over the table's columns. Whether they are there depends on the table: the cell says so.</summary>
public sealed record FormulaParameter(string Id, string Default) : TextParameter(Id, Default)
{
    protected override Message Malformed => new("maps.formula.too-long", TableError.Text(Formula.MaxLength));

    protected override (string? Canonical, Message? Problem) Read(string text) =>
        text.Length is > 0 and <= Formula.MaxLength && !text.Any(char.IsControl) ? (text, null) : (null, Malformed);
}

/// <summary>Some of the table's columns, with commas between their names; a name that has one stands in brackets.</summary>
public sealed record ColumnsParameter(string Id, string Default) : TextParameter(Id, Default)
{
    protected override Message Malformed => new("maps.formula.no-columns");

    /// <summary>The text for columns, in canonical form.</summary>
    public static string Format(IEnumerable<string> columns) =>
        string.Join(',', columns.Select(column => column.Contains(',') ? $"[{column}]" : column));

    /// <summary>The names, each once and in their order.</summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        var (columns, rest) = (new List<string>(), text);
        while (rest.Length > 0)
        {
            var end = rest[0] == '[' ? rest.IndexOf(']') + 1 : rest.IndexOf(',');
            if (end <= 0) end = rest.Length;
            columns.Add(rest[..end].Trim().TrimStart('[').TrimEnd(']'));
            rest = rest[end..].TrimStart(',', ' ');
        }
        return [.. columns.Where(column => column.Length > 0).Distinct()];
    }

    protected override (string? Canonical, Message? Problem) Read(string text) =>
        Parse(text) is { Count: > 0 } columns && !text.Any(char.IsControl) ? (Format(columns), null) : (null, Malformed);
}

/// <summary>Bounds between classes, as numbers with commas between them: ascending, at most eight; the empty text is none.</summary>
public sealed record BreaksParameter(string Id, string Default) : TextParameter(Id, Default)
{
    protected override Message Malformed => new("maps.breaks", $"{ValueClasses.Fewest - 1}", $"{ValueClasses.Most - 1}");

    public static IReadOnlyList<double> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => double.Parse(part, CultureInfo.InvariantCulture))];

    protected override (string? Canonical, Message? Problem) Read(string text)
    {
        if (text.Length == 0) return ("", null);
        var parts = text.Split(',');
        if (parts.Length is < ValueClasses.Fewest - 1 or > ValueClasses.Most - 1) return (null, Malformed);
        var numbers = new List<double>();
        foreach (var part in parts)
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(Math.Abs(number) < 1e15))
                return (null, Malformed);
            numbers.Add(number);
        }
        return (string.Join(',', numbers.Distinct().Order().Select(number => number.ToString("R", CultureInfo.InvariantCulture))), null);
    }
}

/// <summary>
/// A table or borders by an id: the embedded ones, or a file of the learner's. Whether it is there depends on the learner: the cell
/// says so.
/// </summary>
public sealed record MapFileParameter(string Id, string Default) : TextParameter(Id, Default)
{
    public const string ExampleTable = "population", Provinces = "provinces";

    protected override Message Malformed => new("maps.file.gone");

    protected override (string? Canonical, Message? Problem) Read(string text) =>
        text == Default || LearnerFile.IsId(text) ? (text, null) : (null, Malformed);
}
