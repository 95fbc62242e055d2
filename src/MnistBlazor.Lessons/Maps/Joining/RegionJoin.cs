using MnistBlazor.Lessons.Maps.Borders;
using MnistBlazor.Lessons.Maps.Tables;

namespace MnistBlazor.Lessons.Maps.Joining;

/// <summary>Which row of a table belongs to which region of a map, and all that does not fit: nothing is dropped silently.</summary>
/// <param name="Column">The table's column that names the regions.</param>
/// <param name="Property">The borders' property that it was matched with.</param>
/// <param name="RowOf">By region; null: the table has no row for it, and it is hatched.</param>
/// <param name="Rows">Rows of no region.</param>
/// <param name="Regions">Regions without a row.</param>
/// <param name="Duplicates">Rows of a region that an earlier row has: not drawn.</param>
public sealed record RegionJoin(
    string Column, string Property, IReadOnlyList<int?> RowOf, IReadOnlyList<UnmatchedRow> Rows,
    IReadOnlyList<UnmatchedRegion> Regions, IReadOnlyList<DuplicateRow> Duplicates)
{
    /// <summary>So many candidates are compared: each with each would take minutes where nothing matches.</summary>
    private const int Samples = 300;

    /// <summary>Of two names' letters; more and they are not alike.</summary>
    private const double MostDifferent = 0.7;

    /// <summary>Regions that have a row.</summary>
    public int Matched => RowOf.Count(row => row is not null);

    /// <summary>By the pair of a column and a property that match the most regions; of several, the first.</summary>
    /// <param name="column">The learner's choice; null: any.</param>
    /// <param name="property">The same.</param>
    /// <exception cref="MapFileException">Not one region matches.</exception>
    public static RegionJoin Of(RegionTable table, RegionBorders borders, string? column = null, string? property = null)
    {
        var properties = borders.Properties
            .Where(one => property is null || one.Key == property)
            .Select(one => (one.Key, Keys: one.Value.Select(value => value is null ? null : RegionKeys.Of(value)).ToArray())).ToList();
        var columns = table.Columns
            .Where(one => column is null || one.Name == column)
            .Select(one => (Column: one, Keys: one.Cells.Select(RegionKeys.Of).ToArray())).ToList();
        var pairs =
            from one in columns
            let keys = one.Keys.ToHashSet()
            from other in properties
            let matched = other.Keys.Where(key => key is not null && keys.Contains(key)).Distinct().Count()
            // Years and counts are found among codes by chance: a column of words, and one whose rows all differ, goes first.
            orderby matched descending, one.Column.Values is null descending, keys.Count descending
            select (one.Column, one.Keys, Property: other.Key, RegionKeys: other.Keys, matched);
        var best = pairs.FirstOrDefault();
        if (best.matched == 0)
            throw new MapFileException(new("maps.join.nothing", columns[0].Column.Name, $"“{columns[0].Column.Cells[0]}”",
                $"“{borders.Drawing.Regions[0].Name}”"));
        return Of(table, borders, best.Column, best.Keys, best.Property, best.RegionKeys);
    }

    private static RegionJoin Of(
        RegionTable table, RegionBorders borders, TableColumn column, string[] rowKeys, string property, string?[] regionKeys)
    {
        var (rowOf, duplicates) = (new Dictionary<string, int>(), new List<DuplicateRow>());
        for (var row = 0; row < rowKeys.Length; row++)
            if (!rowOf.TryAdd(rowKeys[row], row))
                duplicates.Add(new(table.Lines[row], column.Cells[row], table.Lines[rowOf[rowKeys[row]]]));

        var rows = Array.ConvertAll(regionKeys, key => key is not null && rowOf.TryGetValue(key, out var row) ? row : (int?)null);
        var known = regionKeys.OfType<string>().ToHashSet();
        var names = borders.Properties[property];
        var openRegions = Enumerable.Range(0, rows.Length).Where(region => rows[region] is null).ToList();
        var openRows = rowOf.Where(one => !known.Contains(one.Key)).Select(one => one.Value).Order().ToList();
        return new(column.Name, property, rows,
            [.. openRows.Select(row => new UnmatchedRow(table.Lines[row], column.Cells[row],
                Nearest(rowKeys[row], openRegions, region => regionKeys[region])))],
            [.. openRegions.Select(region => new UnmatchedRegion(region, names[region] ?? borders.Drawing.Regions[region].Name,
                Nearest(regionKeys[region], openRows, row => rowKeys[row]) is { } row ? column.Cells[row] : null))],
            duplicates);
    }

    /// <summary>Among what is open on the other side; null: nothing is like it at all.</summary>
    private static int? Nearest(string? key, List<int> candidates, Func<int, string?> keyOf)
    {
        if (string.IsNullOrEmpty(key)) return null;
        return candidates.Take(Samples)
            .Select(candidate => (Number: candidate, Key: keyOf(candidate)))
            .Where(one => !string.IsNullOrEmpty(one.Key))
            .Select(one => (Number: (int?)one.Number, Difference: RegionKeys.Difference(key, one.Key!)))
            .Where(one => one.Difference < MostDifferent)
            .OrderBy(one => one.Difference).FirstOrDefault().Number;
    }
}

/// <param name="Line">Of the file, from 1.</param>
/// <param name="Key">As it is written.</param>
/// <param name="Nearest">The number of the region without a row whose name is most like it; null: none.</param>
public sealed record UnmatchedRow(int Line, string Key, int? Nearest);

/// <param name="Region">Its number among the borders' regions.</param>
/// <param name="Key">As the borders write it.</param>
/// <param name="Nearest">The row of no region whose key is most like it; null: none.</param>
public sealed record UnmatchedRegion(int Region, string Key, string? Nearest);

/// <param name="Line">The row that is not drawn.</param>
/// <param name="FirstLine">The one that is.</param>
public sealed record DuplicateRow(int Line, string Key, int FirstLine);
