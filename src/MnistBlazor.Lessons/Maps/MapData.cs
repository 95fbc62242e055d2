using MnistBlazor.Lessons.Maps.Borders;
using MnistBlazor.Lessons.Maps.Joining;
using MnistBlazor.Lessons.Maps.Tables;

namespace MnistBlazor.Lessons.Maps;

/// <summary>A table, the borders that it belongs to, and how the two fit: what every cell works with.</summary>
public sealed record MapData(RegionTable Table, RegionBorders Borders, RegionJoin Join)
{
    private static readonly Lazy<MapData> Provinces =
        new(() => Of(ExampleTable.Table, KoreanProvinces.Borders));

    /// <summary>Population by sex of Korea's provinces.</summary>
    public static MapData Example => Provinces.Value;

    /// <exception cref="MapFileException">Nothing of the table belongs to the borders.</exception>
    public static MapData Of(RegionTable table, RegionBorders borders) => new(table, borders, RegionJoin.Of(table, borders));

    /// <summary>Values by row as values by region; null where a region has no row, or the row no value.</summary>
    public double?[] ByRegion(IReadOnlyList<double?> rows) => [.. Join.RowOf.Select(row => row is { } found ? rows[found] : null)];

    /// <summary>
    /// What each region goes by, wherever it is drawn or listed: seoul; a key of the learner's own borders. Each once: where several
    /// regions share a key (six cities have a district 중구), all go by their numbers.
    /// </summary>
    public IReadOnlyList<string> Keys => field ??= KeysOf(Borders.Properties[IsProvinces ? "id" : Join.Property]);

    /// <summary>Columns that can be drawn: numbers that are no code of a region.</summary>
    public IReadOnlyList<string> Measures => field ??= [.. Table.Numbers
        .Where(column => column.Name != Join.Column && !Borders.Properties.Values.Any(property => IsCode(column, property)))
        .Select(column => column.Name)];

    /// <summary>The borders are the embedded ones.</summary>
    public bool IsProvinces => ReferenceEquals(Borders, KoreanProvinces.Borders);

    private static string[] KeysOf(IReadOnlyList<string?> property)
    {
        string[] numbers = [.. Enumerable.Range(1, property.Count).Select(number => $"{number}")];
        string[] keys = [.. property.Zip(numbers, (key, number) => key ?? number)];
        return keys.Distinct().Count() == keys.Length ? keys : numbers;
    }

    private bool IsCode(TableColumn column, IReadOnlyList<string?> property) => Join.RowOf.Index()
        .All(one => one.Item is not { } row || column.Cells[row] == property[one.Index]);

    /// <summary>A column's values by region.</summary>
    /// <exception cref="MapFileException">There is no such column of numbers.</exception>
    public double?[] Column(string name) => ByRegion(Table.Column(name)?.Values
        ?? throw FormulaError.UnknownColumn(name, Table.Numbers.Select(column => column.Name)));
}
