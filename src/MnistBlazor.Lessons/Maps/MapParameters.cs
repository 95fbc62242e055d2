using MnistBlazor.Lessons.Maps.Classification;
using MnistBlazor.Lessons.Maps.Tables;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Maps;

/// <summary>What can be set in the maps' lesson.</summary>
public static class MapParameters
{
    /// <summary>Of the classes: those of <see cref="ClassMethod"/>, and classes around 0.</summary>
    public const string OwnBreaks = "own", AroundZero = "zero";

    /// <summary>Of the charts: on the thematic map, or on a plain one.</summary>
    public const string OnMap = "map";

    public const string Regression = "regression", Clusters = "clusters";

    private static readonly Dictionary<string, ClassMethod> Methods = new()
    {
        ["natural"] = ClassMethod.NaturalBreaks, ["quantile"] = ClassMethod.Quantile, ["equal"] = ClassMethod.EqualInterval,
        ["deviation"] = ClassMethod.StandardDeviation, [OwnBreaks] = ClassMethod.Own,
    };

    private static readonly string[] Diverging = [.. ColorRamp.All.Where(ramp => ramp.IsDiverging).Select(ramp => ramp.Id)];

    public static readonly MapFileParameter Table = new("table", MapFileParameter.ExampleTable) { HasOwnControl = true };

    public static readonly MapFileParameter Borders = new("borders", MapFileParameter.Provinces) { HasOwnControl = true };

    public static readonly FormulaParameter Formula = new("formula", "female_2024 + male_2024");

    public static readonly ChoiceParameter Method = new("method", "natural", [.. Methods.Keys, AroundZero]);

    public static readonly NumberParameter Classes = new("classes", "5", ValueClasses.Fewest, ValueClasses.Most, Integer: true)
    {
        When = new(Method.Id, ["natural", "quantile", "equal", "deviation", AroundZero]),
    };

    public static readonly BreaksParameter Breaks = new("breaks", "") { When = new(Method.Id, [OwnBreaks]) };

    public static readonly ChoiceParameter Ramp = new("ramp", "Blues", [.. ColorRamp.All.Select(ramp => ramp.Id)])
    {
        When = new(Method.Id, [.. Methods.Keys]),
    };

    public static readonly ChoiceParameter DivergingRamp = new("diverging-ramp", Diverging[0], Diverging)
    {
        When = new(Method.Id, [AroundZero]),
    };

    /// <summary>The one shown of several; the nearest that the table has.</summary>
    public static readonly NumberParameter Year = new("year", "2024", 1900, 2100, Integer: true) { HasOwnControl = true };

    public static readonly ColumnsParameter ChartColumns = new("chart-columns", "male_2024,female_2024") { HasOwnControl = true };

    public static readonly ChoiceParameter ChartKind = new("chart-kind", "pie", ["pie", "donut", "grouped", "stacked"]);

    public static readonly ChoiceParameter ChartGround = new("chart-ground", OnMap, [OnMap, "plain"]);

    public static readonly NumberParameter ChartSize = new("chart-size", "1", 0.5, 2, Step: 0.1);

    public static readonly ChoiceParameter Pattern = new("pattern", Regression, [Regression, Clusters]);

    public static readonly ColumnsParameter PatternColumns =
        new("pattern-columns", "male_2024,female_2024,area_km2") { HasOwnControl = true };

    public static readonly ColumnsParameter Target = new("target", "female_2024") { HasOwnControl = true };

    public static readonly NumberParameter ClusterCount = new("clusters", "3", 2, 8, Integer: true)
    {
        When = new(Pattern.Id, [Clusters]),
    };

    /// <summary>Null: around 0.</summary>
    public static ClassMethod? MethodOf(ParameterValues values) =>
        Methods.TryGetValue(values.Text(Method.Id), out var method) ? method : null;

    /// <summary>The value of the parameter that stands for a method.</summary>
    public static string IdOf(ClassMethod method) => Methods.First(one => one.Value == method).Key;

    /// <summary>Of the thematic map.</summary>
    public static string RampOf(ParameterValues values) => values.Text(MethodOf(values) is null ? DivergingRamp.Id : Ramp.Id);

    /// <summary>Values for another table: its first columns in place of those that it may not have.</summary>
    public static ParameterValues Fit(ParameterValues values, MapData data)
    {
        if (Fits(values)) return values;
        var asIs = new ParameterDefinition[] { Formula, Method, ChartColumns, PatternColumns, Target }
            .Aggregate(values, (now, parameter) => now.With(parameter.Id, parameter.Default));
        if (Fits(asIs)) return asIs;
        string[] numbers = [.. data.Measures];
        var joined = ColumnsParameter.Format(numbers.Take(3));
        if (numbers.Length == 0 || joined.Length > ParameterDefinition.MaxLength || numbers[0].Length > 60) return values;
        return asIs
            .With(Formula.Id, Tables.Formula.Quote(numbers[0]))
            .With(ChartColumns.Id, ColumnsParameter.Format(numbers.Take(2)))
            .With(PatternColumns.Id, joined).With(Target.Id, ColumnsParameter.Format(numbers.Take(1)));

        bool Fits(ParameterValues now) => Has(now.Text(ChartColumns.Id)) && Has(now.Text(PatternColumns.Id)) && Has(now.Text(Target.Id))
            && FormulaFits(now.Text(Formula.Id));
        bool Has(string text) => ColumnsParameter.Parse(text).All(name => data.Table.Column(name) is { Values: not null });
        bool FormulaFits(string text)
        {
            try
            {
                return Tables.Formula.Parse(text, data.Table) is not null;
            }
            catch (MapFileException)
            {
                return false;
            }
        }
    }
}
