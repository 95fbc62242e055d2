using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Maps;

/// <summary>Statistical maps: a table on the regions that it speaks of, as colours, as charts, and as what a model makes of it.</summary>
public sealed class MapsLesson() : Lesson("maps", [new TableCell(), new ThematicCell(), new ChartsCell(), new PatternsCell()])
{
    public override bool FollowsParameters => true;

    protected internal override IReadOnlyList<object> CodeOptions(ParameterValues values)
    {
        var (columns, target) = (ColumnsParameter.Parse(values.Text(MapParameters.PatternColumns.Id)), PatternsCell.TargetOf(values));
        var regression = values.Text(MapParameters.Pattern.Id) == MapParameters.Regression;
        return
        [
            new
            {
                Regression = regression, Clustering = !regression, Target = target,
                Clusters = values.Integer(MapParameters.ClusterCount.Id),
                Columns = columns.Where(column => !regression || column != target).ToArray(),
            },
        ];
    }

    public override IReadOnlyList<Recipe> Recipes { get; } =
    [
        new("map-density", new Dictionary<string, string>
        {
            [MapParameters.Formula.Id] = "(female_2024 + male_2024) / area_km2", [MapParameters.Method.Id] = "quantile",
        }),
        new("map-change", new Dictionary<string, string>
        {
            [MapParameters.Formula.Id] = "(male_2024 + female_2024) - (male_2015 + female_2015)",
            [MapParameters.Method.Id] = MapParameters.AroundZero,
        }),
        new("map-ratio", new Dictionary<string, string>
        {
            [MapParameters.Formula.Id] = "male_2024 / female_2024 * 100", [MapParameters.ChartKind.Id] = "grouped",
        }),
    ];
}
