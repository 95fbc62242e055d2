using System.Numerics;
using MnistBlazor.ML.Statistics;

namespace MnistBlazor.ML.Tests.Statistics;

/// <summary>Against NumPy's least squares, and the best of all ways to divide ten rows into three: tests/oracle/statistics.py.</summary>
public class StatisticsTests
{
    [Fact]
    public void A_regression_gives_the_weights_and_residuals_of_NumPy()
    {
        var table = Table(20);

        var found = LinearRegression.Of([.. table.Select(row => row[..2])], [.. table.Select(row => row[2])]);

        Assert.Equal(31.87361453688076, found.Intercept, 1e-9);
        Assert.Equal([-0.2746172981583295, 0.5391315483855122], found.Coefficients, Near);
        Assert.Equal([-0.3347588615182552, 0.6433082013245967], found.Weights, Near);
        Assert.Equal([-8.901946577875378, -9.734006869862071, 22.9553669481743], found.Residuals.Take(3), Near);
        Assert.Equal(0.3336299270381433, found.RSquared, 1e-9);
        Assert.Equal(0, found.Residuals.Sum(), 1e-9);
        Assert.Equal(table.Select(row => row[2]), found.Predictions.Zip(found.Residuals, (predicted, rest) => predicted + rest), Near);
    }

    [Fact]
    public void A_target_without_variance_is_explained()
    {
        var found = LinearRegression.Of([[1d], [2d], [4d]], [5, 5, 5]);

        Assert.Equal((5, 0, 1), (found.Intercept, found.Coefficients[0], found.RSquared));
    }

    [Fact]
    public void Clusters_are_the_best_there_are()
    {
        var rows = Table(10).Select(row => row[..2]).ToList();

        var found = KMeans.Of(rows, 3, seed: 1);

        Assert.Equal(5.155190504322863, found.Inertia, 1e-9);
        Assert.Equal([1, 0, 2, 2, 0, 1, 2, 0, 1, 0], found.Labels);
        // In the units of the table: the means of the rows.
        Assert.Equal(rows.Where((_, row) => found.Labels[row] == 2).Average(row => row[1]), found.Centres[2][1], 1e-9);
    }

    [Fact]
    public void The_same_seed_gives_the_same_clusters()
    {
        var rows = Table(40);

        var (one, other) = (KMeans.Of(rows, 5, seed: 3), KMeans.Of(rows, 5, seed: 3));

        Assert.Equal(one.Labels, other.Labels);
        Assert.Equal(one.Inertia, other.Inertia);
        Assert.Equal(one.Labels.GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count()).OrderDescending(),
            one.Labels.GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count()));
    }

    [Fact]
    public void Rows_that_are_alike_are_clustered_too()
    {
        var found = KMeans.Of([[1d, 2], [1, 2], [1, 2]], 2, seed: 1);

        Assert.Equal([0, 0, 0], found.Labels);
        Assert.Equal(0, found.Inertia);
    }

    [Fact]
    public void What_is_no_table_is_refused()
    {
        Assert.Throws<ArgumentException>(() => KMeans.Of([[1d], [2]], 3, seed: 1));
        Assert.Throws<ArgumentException>(() => KMeans.Of([[1d], [2, 3]], 2, seed: 1));
        Assert.Throws<ArgumentException>(() => KMeans.Of([[1d], [double.NaN]], 2, seed: 1));
        Assert.Throws<ArgumentException>(() => LinearRegression.Of([[1d], [2]], [1]));
        Assert.Throws<ArgumentException>(() => LinearRegression.Of([[1d]], [1]));
    }

    private static double[][] Table(int rows) => [.. Enumerable.Range(0, rows).Select(i =>
        Enumerable.Range(1, 3).Select(j => (double)BigInteger.ModPow(3, 3 * i + j, 101)).ToArray())];

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-9;
}
