using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Maps;

/// <summary>One value for each region, in classes, as colours.</summary>
public sealed class ThematicCell : MapCell
{
    public const string Name = "thematic";

    public ThematicCell() : base(Name)
    {
        Requires = [TableCell.Name];
        Parameters =
        [
            MapParameters.Formula, MapParameters.Method, MapParameters.Classes, MapParameters.Breaks, MapParameters.Ramp,
            MapParameters.DivergingRamp, MapParameters.Year,
        ];
    }

    public override Type Output => typeof(ThematicOutput);

    protected override Task<MapOutput> EvaluateAsync(CellContext context, MapData data, MapSource source) =>
        Task.FromResult<MapOutput>(new ThematicOutput(
            source, Thematic(data, context.Values), MapParameters.RampOf(context.Values),
            context.Values.Integer(MapParameters.Year.Id)));

    protected override MapOutput Nothing(MapSource source, ParameterValues values) =>
        new ThematicOutput(source, null, MapParameters.RampOf(values), 0);
}

/// <param name="Map">Null: the formula does not fit the table.</param>
/// <param name="Ramp">Its colours, by name.</param>
/// <param name="Year">That is asked for, where there are several.</param>
public sealed record ThematicOutput(MapSource Source, ThematicMap? Map, string Ramp, int Year) : MapOutput(Source);
