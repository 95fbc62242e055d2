using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Statistics;

/// <summary>Rows of a table in groups of like ones: Lloyd's algorithm from k-means++ starts, over standardised columns.</summary>
/// <param name="Labels">
/// The cluster of each row, from 0. The one with the most rows is first; of equal ones, that of the earlier row.
/// </param>
/// <param name="Centres">By cluster, the mean of each column, in its own units.</param>
/// <param name="Inertia">The sum of the squared distances of rows from their centres, in standard deviations.</param>
/// <param name="Steps">Rounds until no row changed its cluster, in the best of the starts.</param>
public sealed record KMeans(IReadOnlyList<int> Labels, IReadOnlyList<IReadOnlyList<double>> Centres, double Inertia, int Steps)
{
    /// <summary>From so many starts the one with the least inertia is taken: a single one may end in a poor place.</summary>
    private const int Starts = 50;

    private const int MostSteps = 300;

    /// <param name="rows">A list of columns' values for each row.</param>
    /// <param name="clusters">At most as many as there are rows.</param>
    /// <param name="seed">Of the starts: the same seed gives the same clusters.</param>
    /// <exception cref="ArgumentException">Too many clusters, or rows that are no table of finite numbers.</exception>
    public static KMeans Of(IReadOnlyList<IReadOnlyList<double>> rows, int clusters, int seed)
    {
        if (clusters < 1 || clusters > rows.Count) throw new ArgumentException("Fewer clusters than rows are expected.", nameof(clusters));
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var (points, mean, deviation) = Standardised.Of(Standardised.Tensor(rows));
        var best = Enumerable.Range(1, Starts)
            .Select(start => Run(points, Start(points, clusters, Seeds.Order(seed, start))))
            .MinBy(run => Math.Round(run.Inertia, 9))!;
        int[] labels = [.. best.Labels.data<long>().Select(label => (int)label)];
        var order = labels.GroupBy(label => label)
            .OrderByDescending(group => group.Count()).ThenBy(group => Array.IndexOf(labels, group.Key))
            .Select(group => group.Key).ToList();
        var centres = best.Centres * deviation + mean;
        return new(
            Array.ConvertAll(labels, label => order.IndexOf(label)),
            [.. order.Select(cluster => centres[cluster].data<double>().ToArray())], best.Inertia, best.Steps);
    }

    /// <summary>
    /// k-means++ (Arthur and Vassilvitskii 2007): each centre is a row, the likelier the further it is from those before.
    /// </summary>
    private static Tensor Start(Tensor points, int clusters, Generator generator)
    {
        using (generator)
        {
            var first = rand(1, dtype: ScalarType.Float64, generator: generator).item<double>() * points.shape[0];
            var chosen = new List<long> { (long)first };
            while (chosen.Count < clusters)
            {
                var nearest = Distances(points, points[tensor(chosen.ToArray())]).amin([1]);
                // Rows that are alike leave no distance: then any is as good.
                var weights = nearest.sum().item<double>() > 0 ? nearest : ones_like(nearest);
                chosen.Add(multinomial(weights, 1, generator: generator).item<long>());
            }
            return points[tensor(chosen.ToArray())];
        }
    }

    private static LloydRun Run(Tensor points, Tensor centres)
    {
        var (labels, steps, changed) = (zeros(points.shape[0], dtype: ScalarType.Int64) - 1, 0, true);
        while (changed && steps < MostSteps)
        {
            #region cell: kmeans
            // Rows go to the nearest centre, centres to the mean of their rows.
            var nearest = Distances(points, centres).argmin(1);
            var members = functional.one_hot(nearest, centres.shape[0])
                .to(points.dtype);
            var counts = members.sum([0]).unsqueeze(1);
            var means = members.T.matmul(points) / counts.clamp(min: 1);
            #endregion
            centres = means.where(counts > 0, centres);
            changed = !nearest.Equals(labels);
            labels = nearest;
            steps++;
        }
        return new(labels, centres, Distances(points, centres).amin([1]).sum().item<double>(), steps);
    }

    /// <returns>[rows, clusters]: squared.</returns>
    private static Tensor Distances(Tensor points, Tensor centres) => (points.unsqueeze(1) - centres.unsqueeze(0)).square().sum(-1);

    private sealed record LloydRun(Tensor Labels, Tensor Centres, double Inertia, int Steps);
}
