using System.Globalization;
using System.Text.RegularExpressions;

namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>Columns that say the same of several years: male_2015 and male_2024. What a slider over time goes through.</summary>
/// <param name="Stem">What the names have in common: male. Empty where they are years and nothing else.</param>
/// <param name="Columns">The earliest first.</param>
public sealed partial record YearColumns(string Stem, IReadOnlyList<YearColumn> Columns)
{
    /// <summary>All of a table, in the order in which they first stand there; a stem with one year only is none.</summary>
    public static IReadOnlyList<YearColumns> Of(RegionTable table) =>
    [
        .. table.Numbers
            .Select(column => (column.Name, Match: Year().Match(column.Name)))
            .Where(one => one.Match.Success)
            .GroupBy(one => Without(one.Name, one.Match))
            .Where(group => group.Select(one => one.Match.Value).Distinct().Count() > 1)
            .Select(group => new YearColumns(group.Key, [.. group
                .Select(one => new YearColumn(int.Parse(one.Match.Value, CultureInfo.InvariantCulture), one.Name))
                .DistinctBy(one => one.Year).OrderBy(one => one.Year)])),
    ];

    private static string Without(string name, Match year) =>
        name.Remove(year.Index, year.Length).Replace("년", "").Replace("()", "").Trim(' ', '_', '-', '.', '/');

    [GeneratedRegex(@"(?<!\d)(19|20)\d\d(?!\d)")]
    private static partial Regex Year();
}

/// <param name="Name">Of the column.</param>
public sealed record YearColumn(int Year, string Name);
