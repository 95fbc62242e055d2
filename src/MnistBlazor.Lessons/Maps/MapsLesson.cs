using MnistBlazor.Lessons.Cells;

namespace MnistBlazor.Lessons.Maps;

/// <summary>Statistical maps: a table on the regions that it speaks of, as colours, as charts, and as what a model makes of it.</summary>
public sealed class MapsLesson() : Lesson("maps", [new TableCell(), new ThematicCell(), new ChartsCell(), new PatternsCell()])
{
    public override bool FollowsParameters => true;

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
