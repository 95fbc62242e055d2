using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Maps.Symbols;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Maps;

/// <summary>Several values for each region, as a small chart where the region is.</summary>
public sealed class ChartsCell : MapCell
{
    public const string Name = "charts";

    public ChartsCell() : base(Name)
    {
        Requires = [ThematicCell.Name];
        Parameters = [MapParameters.ChartColumns, MapParameters.ChartKind, MapParameters.ChartGround, MapParameters.ChartSize];
    }

    public override Type Output => typeof(ChartsOutput);

    protected override Task<MapOutput> EvaluateAsync(CellContext context, MapData data, MapSource source)
    {
        var values = context.Values;
        var columns = ColumnsParameter.Parse(values.Text(MapParameters.ChartColumns.Id));
        var symbols = ChartSymbols.Of(
            Enum.Parse<ChartKind>(values.Text(MapParameters.ChartKind.Id), ignoreCase: true), data.Borders.Drawing,
            [.. columns.Select(data.Column)], values.Number(MapParameters.ChartSize.Id));
        var ground = values.Text(MapParameters.ChartGround.Id) == MapParameters.OnMap ? Thematic(data, values) : null;
        return Task.FromResult<MapOutput>(new ChartsOutput(source, columns, symbols, ground, MapParameters.RampOf(values)));
    }

    protected override MapOutput Nothing(MapSource source, ParameterValues values) => new ChartsOutput(
        source, ColumnsParameter.Parse(values.Text(MapParameters.ChartColumns.Id)), null, null, MapParameters.RampOf(values));
}

/// <param name="Columns">One for each part of a symbol.</param>
/// <param name="Symbols">Null: a column is not there.</param>
/// <param name="Ground">The thematic map below them; null: plain regions.</param>
public sealed record ChartsOutput(MapSource Source, IReadOnlyList<string> Columns, ChartSymbols? Symbols, ThematicMap? Ground, string Ramp)
    : MapOutput(Source);
