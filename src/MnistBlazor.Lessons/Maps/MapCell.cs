using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Maps.Classification;
using MnistBlazor.Lessons.Maps.Tables;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Maps;

/// <summary>What a cell of the maps leaves: which table and borders it is about.</summary>
public abstract record MapOutput(MapSource Source) : CellOutput;

/// <summary>A cell that works with the table and the borders that are chosen.</summary>
public abstract class MapCell(string id) : LessonCell(id)
{
    public override bool IsQuick => true;

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var source = new MapSource(context.Values.Text(MapParameters.Table.Id), context.Values.Text(MapParameters.Borders.Id));
        try
        {
            return CellResult.Completed(
                await EvaluateAsync(context, MapLibrary.Load(context.Services.Files, context.Learner, source), source));
        }
        catch (MapFileException wrong)
        {
            return CellResult.Failed(wrong.Reason, Nothing(source, context.Values));
        }
    }

    /// <exception cref="MapFileException">A formula or a column does not fit the table.</exception>
    protected abstract Task<MapOutput> EvaluateAsync(CellContext context, MapData data, MapSource source);

    /// <summary>What is shown where there is nothing else: the controls to choose something else by.</summary>
    protected abstract MapOutput? Nothing(MapSource source, ParameterValues values);

    /// <summary>The thematic map that is set.</summary>
    /// <exception cref="MapFileException">The formula does not fit the table, or there are no bounds of one's own.</exception>
    protected static ThematicMap Thematic(MapData data, ParameterValues values)
    {
        var method = MapParameters.MethodOf(values);
        var own = BreaksParameter.Parse(values.Text(MapParameters.Breaks.Id));
        if (method == ClassMethod.Own && own.Count < ValueClasses.Fewest - 1)
            throw new MapFileException(new("maps.breaks", $"{ValueClasses.Fewest - 1}", $"{ValueClasses.Most - 1}"));
        return ThematicMap.Of(
            data, values.Text(MapParameters.Formula.Id), method, values.Integer(MapParameters.Classes.Id),
            method == ClassMethod.Own ? own : null);
    }
}
