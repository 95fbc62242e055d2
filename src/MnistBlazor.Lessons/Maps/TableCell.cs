using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Maps;

/// <summary>A table, and which of its rows belongs to which region.</summary>
public sealed class TableCell : MapCell
{
    public const string Name = "table";

    public TableCell() : base(Name) => Parameters = [MapParameters.Table, MapParameters.Borders];

    public override Type Output => typeof(TableOutput);

    protected override Task<MapOutput> EvaluateAsync(CellContext context, MapData data, MapSource source) =>
        Task.FromResult<MapOutput>(new TableOutput(source, data.Table.RowCount, data.Borders.Count, data.Join.Matched));

    protected override MapOutput Nothing(MapSource source, ParameterValues values) => new TableOutput(source, 0, 0, 0);
}

/// <param name="Matched">Regions that have a row.</param>
public sealed record TableOutput(MapSource Source, int Rows, int Regions, int Matched) : MapOutput(Source);
