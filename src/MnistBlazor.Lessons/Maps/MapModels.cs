using MnistBlazor.Lessons.Maps.Classification;
using MnistBlazor.Lessons.Maps.Tables;
using MnistBlazor.ML.Statistics;

namespace MnistBlazor.Lessons.Maps;

/// <summary>Regions in groups of like ones. A region that lacks one of the values has no group.</summary>
/// <param name="Columns">That they were compared by.</param>
/// <param name="ClusterOf">By region, from 0, the largest first; null: none.</param>
public sealed record ClusterMap(IReadOnlyList<string> Columns, IReadOnlyList<int?> ClusterOf, KMeans Clusters)
{
    /// <summary>Computes with tensors: on the lane of cells.</summary>
    /// <exception cref="MapFileException">A column is not there, or there are fewer regions than clusters.</exception>
    public static ClusterMap Of(MapData data, IReadOnlyList<string> columns, int clusters, int seed)
    {
        var (regions, rows) = MapRows.Of(data, columns);
        if (regions.Count < clusters)
            throw new MapFileException(new("maps.model.rows", TableError.Text(regions.Count), TableError.Text(clusters)));
        var found = KMeans.Of(rows, clusters, seed);
        var clusterOf = new int?[data.Borders.Count];
        for (var i = 0; i < regions.Count; i++) clusterOf[regions[i]] = found.Labels[i];
        return new(columns, clusterOf, found);
    }
}

/// <summary>One column as a weighted sum of others, and what is left of it in each region.</summary>
/// <param name="Columns">It is explained by.</param>
/// <param name="Residuals">In classes around 0: where there is more than the others let expect, and where less.</param>
/// <param name="Predictions">By region; null: a value is missing.</param>
public sealed record RegressionMap(
    IReadOnlyList<string> Columns, string Target, ThematicMap Residuals, IReadOnlyList<double?> Predictions, LinearRegression Regression)
{
    /// <summary>Computes with tensors: on the lane of cells.</summary>
    /// <exception cref="MapFileException">A column is not there, or there are no more regions than columns.</exception>
    public static RegressionMap Of(MapData data, IReadOnlyList<string> columns, string target, int classes)
    {
        string[] explaining = [.. columns.Where(column => column != target)];
        if (explaining.Length == 0) throw FormulaError.NoColumns();
        var (regions, rows) = MapRows.Of(data, [.. explaining, target]);
        if (regions.Count <= explaining.Length)
            throw new MapFileException(new("maps.model.rows", TableError.Text(regions.Count), TableError.Text(explaining.Length + 1)));
        var found = LinearRegression.Of([.. rows.Select(row => row[..^1])], [.. rows.Select(row => row[^1])]);
        var (residuals, predictions) = (new double?[data.Borders.Count], new double?[data.Borders.Count]);
        for (var i = 0; i < regions.Count; i++)
            (residuals[regions[i]], predictions[regions[i]]) = (found.Residuals[i], found.Predictions[i]);
        return new(explaining, target, ThematicMap.Of(target, residuals, method: null, classes), predictions, found);
    }
}

/// <summary>The regions that have a value in each of some columns.</summary>
internal static class MapRows
{
    public static (List<int> Regions, List<double[]> Rows) Of(MapData data, IReadOnlyList<string> columns)
    {
        var values = columns.Select(data.Column).ToList();
        var regions = Enumerable.Range(0, data.Borders.Count)
            .Where(region => values.TrueForAll(column => column[region] is not null)).ToList();
        return (regions, regions.ConvertAll(region => values.Select(column => column[region]!.Value).ToArray()));
    }
}
