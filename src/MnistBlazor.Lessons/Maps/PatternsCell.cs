using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Maps;

/// <summary>What the columns say together: groups of like regions, or one column from the others and what is left of it.</summary>
public sealed class PatternsCell : MapCell
{
    public const string Name = "patterns";

    private const int Classes = 5, Seed = 1;

    public PatternsCell() : base(Name)
    {
        Requires = [TableCell.Name];
        Parameters = [MapParameters.Pattern, MapParameters.PatternColumns, MapParameters.Target, MapParameters.ClusterCount];
        Code =
        [
            CodeRegions.Standardised.Standardise,
            CodeRegions.LinearRegression.Regression with { When = new(MapParameters.Pattern.Id, [MapParameters.Regression]) },
            CodeRegions.KMeans.Kmeans with { When = new(MapParameters.Pattern.Id, [MapParameters.Clusters]) },
        ];
    }

    public override Type Output => typeof(PatternsOutput);

    protected override async Task<MapOutput> EvaluateAsync(CellContext context, MapData data, MapSource source)
    {
        var (values, nothing) = (context.Values, Nothing(context.Values, source));
        return await context.Services.Lane.RunAsync(
            () => values.Text(MapParameters.Pattern.Id) == MapParameters.Clusters
                ? nothing with { Clusters = ClusterMap.Of(data, nothing.Columns, values.Integer(MapParameters.ClusterCount.Id), Seed) }
                : nothing with { Regression = RegressionMap.Of(data, nothing.Columns, nothing.Target, Classes) },
            context.Stop);
    }

    protected override MapOutput Nothing(MapSource source, ParameterValues values) => Nothing(values, source);

    private static PatternsOutput Nothing(ParameterValues values, MapSource source) => new(
        source, values.Text(MapParameters.Pattern.Id), ColumnsParameter.Parse(values.Text(MapParameters.PatternColumns.Id)),
        TargetOf(values), null, null);

    internal static string TargetOf(ParameterValues values) => ColumnsParameter.Parse(values.Text(MapParameters.Target.Id))[0];
}

/// <param name="Pattern">Which of the two was asked for.</param>
/// <param name="Columns">That are chosen.</param>
/// <param name="Target">Of a regression.</param>
public sealed record PatternsOutput(
    MapSource Source, string Pattern, IReadOnlyList<string> Columns, string Target, ClusterMap? Clusters, RegressionMap? Regression)
    : MapOutput(Source);
