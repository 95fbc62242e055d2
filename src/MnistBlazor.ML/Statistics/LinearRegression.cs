namespace MnistBlazor.ML.Statistics;

/// <summary>One column as a weighted sum of others, by least squares.</summary>
/// <param name="Intercept">In the units of the target.</param>
/// <param name="Coefficients">By column: what one more of its unit adds to the target.</param>
/// <param name="Weights">By column, standardised: what one standard deviation more adds, in standard deviations of the target.</param>
/// <param name="Predictions">By row.</param>
/// <param name="Residuals">By row: what the target is more than predicted. Their sum is 0.</param>
/// <param name="RSquared">The share of the target's variance that is explained; 1 where it has none.</param>
public sealed record LinearRegression(
    double Intercept, IReadOnlyList<double> Coefficients, IReadOnlyList<double> Weights, IReadOnlyList<double> Predictions,
    IReadOnlyList<double> Residuals, double RSquared)
{
    /// <summary>
    /// One of the columns follows from the others, or is the same in each row: predictions and residuals are right, but the weights are
    /// one choice of many.
    /// </summary>
    public bool IsDependent { get; init; }

    /// <param name="rows">A list of columns' values for each row.</param>
    /// <param name="target">A value for each row.</param>
    /// <exception cref="ArgumentException">The rows are no table of finite numbers, or not more than the columns.</exception>
    public static LinearRegression Of(IReadOnlyList<IReadOnlyList<double>> rows, IReadOnlyList<double> target)
    {
        if (rows.Count != target.Count) throw new ArgumentException("A target for each row is expected.", nameof(target));
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var table = Standardised.Tensor(rows);
        if (table.shape[0] <= table.shape[1]) throw new ArgumentException("More rows than columns are expected.", nameof(rows));
        var (columns, mean, deviation) = Standardised.Of(table);
        var (goal, goalMean, goalDeviation) = Standardised.Of(Standardised.Tensor([.. target.Select(value => (double[])[value])]));
        // Standardised columns need no column of ones: the mean is 0 already, and the equations are well-conditioned.
        #region cell: regression
        // The weights that leave the least sum of squared residuals.
        var solution = linalg.lstsq(columns, goal);
        var weights = solution.Solution;
        var predictions = columns.matmul(weights) * goalDeviation + goalMean;
        #endregion
        var residuals = tensor(target.ToArray(), [target.Count, 1]) - predictions;
        var coefficients = (weights * goalDeviation).squeeze(1) / deviation.where(deviation > 0, double.PositiveInfinity).squeeze(0);
        var spread = (goal * goalDeviation).square().sum().item<double>();
        return new(
            (goalMean.squeeze() - (coefficients * mean.squeeze(0)).sum()).item<double>(), Values(coefficients), Values(weights),
            Values(predictions), Values(residuals), spread == 0 ? 1 : 1 - residuals.square().sum().item<double>() / spread)
        {
            IsDependent = solution.Rank.item<long>() < columns.shape[1],
        };
    }

    private static double[] Values(Tensor values) => values.contiguous().data<double>().ToArray();
}
