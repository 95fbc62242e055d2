using MnistBlazor.Lessons.Maps.Classification;
using MnistBlazor.Lessons.Maps.Tables;

namespace MnistBlazor.Lessons.Maps;

/// <summary>One value for each region, in classes: all that a thematic map, its legend, its histogram and its table show.</summary>
/// <param name="Formula">That the values come from.</param>
/// <param name="Values">By region; null: none, the region is hatched.</param>
/// <param name="Classes">Of the values of all years together, so that one colour is one amount in each; null: there is no value.</param>
/// <param name="ClassOf">By region, from 0; null: none.</param>
/// <param name="Histogram">Of the same values as the classes.</param>
/// <param name="IsAmount">The note that counts on areas mislead belongs beside it: see <see cref="Tables.Formula.IsAmount"/>.</param>
/// <param name="IsDiverging">The classes lie around 0: a diverging ramp belongs to them.</param>
/// <param name="Years">
/// The same formula over the columns of each year, the earliest first, where its columns are there for several: what the slider goes
/// through. Else empty.
/// </param>
/// <param name="Comparison">The same values under the four methods, for "one table, four stories".</param>
public sealed record ThematicMap(
    string Formula, IReadOnlyList<double?> Values, ValueClasses? Classes, IReadOnlyList<int?> ClassOf,
    IReadOnlyList<HistogramBin> Histogram, bool IsAmount, bool IsDiverging, IReadOnlyList<YearValues> Years,
    IReadOnlyList<ValueClasses> Comparison)
{
    /// <param name="method">Null: around 0, for differences and residuals.</param>
    /// <param name="own">Bounds of one's own: see <see cref="Classifier.Classify"/>.</param>
    /// <exception cref="MapFileException">The formula is none over these columns.</exception>
    public static ThematicMap Of(MapData data, string formula, ClassMethod? method, int classes, IReadOnlyList<double>? own = null)
    {
        var parsed = Tables.Formula.Parse(formula, data.Table);
        var values = data.ByRegion(parsed.Evaluate(data.Table.RowCount));
        var years = YearsOf(data, parsed);
        return Of(formula, values, parsed.IsAmount, years, method, classes, own);
    }

    /// <summary>Residuals, clusters or anything else that is no formula.</summary>
    public static ThematicMap Of(string name, IReadOnlyList<double?> values, ClassMethod? method, int classes) =>
        Of(name, values, isAmount: false, [], method, classes, own: null);

    private static ThematicMap Of(
        string formula, IReadOnlyList<double?> values, bool isAmount, IReadOnlyList<(int Year, double?[] Values)> years,
        ClassMethod? method, int classes, IReadOnlyList<double>? own)
    {
        double[] known = [.. (years.Count > 0 ? years.SelectMany(year => year.Values) : values).OfType<double>()];
        var found = method is { } chosen ? Classifier.Classify(chosen, known, classes, own) : Classifier.Diverging(known, classes);
        return new(
            formula, values, found, found?.ClassOf(values) ?? new int?[values.Count], Classification.Histogram.Of(known),
            isAmount, method is null,
            [.. years.Select(year => new YearValues(year.Year, year.Values, found?.ClassOf(year.Values) ?? []))],
            [.. Compared.Select(one => Classifier.Classify(one, known, Math.Max(classes, ValueClasses.Fewest))).OfType<ValueClasses>()]);
    }

    /// <summary>From the earliest year of a formula to the latest; null: it has one year only, or the text would be too long.</summary>
    public static string? DifferenceFormula(MapData data, string formula)
    {
        var parsed = Tables.Formula.Parse(formula, data.Table);
        var years = YearsOf(data, parsed);
        if (years.Count < 2) return null;
        var series = YearColumns.Of(data.Table).SelectMany(one => one.Columns.Select(column => (column.Name, one.Columns)))
            .ToDictionary(one => one.Name, one => one.Columns);
        var difference = $"({Of(years[^1].Year)}) - ({Of(years[0].Year)})";
        return difference.Length <= Tables.Formula.MaxLength ? difference : null;

        string Of(int year) => Tables.Formula.Rename(formula, name =>
            series.GetValueOrDefault(data.Table.Column(name)?.Name ?? "")?.First(column => column.Year == year).Name ?? name);
    }

    private static readonly ClassMethod[] Compared =
        [ClassMethod.EqualInterval, ClassMethod.Quantile, ClassMethod.NaturalBreaks, ClassMethod.StandardDeviation];

    /// <summary>Columns that are there for one year only, such as the area, stay as they are.</summary>
    private static List<(int Year, double?[] Values)> YearsOf(MapData data, Formula formula)
    {
        var series = YearColumns.Of(data.Table).Where(years => years.Columns.Any(column => formula.Columns.Contains(column.Name))).ToList();
        var used = series.Select(years => years.Columns.Where(column => formula.Columns.Contains(column.Name)).ToList()).ToList();
        // A difference of two years is the same whatever the slider says.
        if (series.Count == 0 || used.SelectMany(columns => columns).Select(column => column.Year).Distinct().Count() != 1) return [];
        return [.. series[0].Columns.Select(column => column.Year)
            .Where(year => series.TrueForAll(years => years.Columns.Any(column => column.Year == year)))
            .Select(year => (year, Tables.Formula.Parse(formula.Text, data.Table, Instead(year))))
            .Select(one => (one.year, data.ByRegion(one.Item2.Evaluate(data.Table.RowCount))))];

        Dictionary<string, string> Instead(int year) => series.Zip(used)
            .ToDictionary(one => one.Second[0].Name, one => one.First.Columns.First(column => column.Year == year).Name);
    }
}

/// <param name="Values">By region.</param>
/// <param name="ClassOf">By region, in the classes of all years.</param>
public sealed record YearValues(int Year, IReadOnlyList<double?> Values, IReadOnlyList<int?> ClassOf);
