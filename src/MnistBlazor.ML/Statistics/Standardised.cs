namespace MnistBlazor.ML.Statistics;

/// <summary>Columns of a table made comparable: the mean of each is 0, its standard deviation 1.</summary>
internal static class Standardised
{
    /// <param name="rows">[rows, columns], float64. A column whose values are all the same becomes 0.</param>
    /// <returns>The same shape, and the mean and the standard deviation of each column.</returns>
    public static (Tensor Rows, Tensor Mean, Tensor Deviation) Of(Tensor rows)
    {
        #region cell: standardise
        var mean = rows.mean([0], keepdim: true);
        var deviation = rows.std([0], unbiased: false, keepdim: true);
        var standardised = (rows - mean) / deviation.where(deviation > 0, 1.0);
        #endregion
        return (standardised, mean, deviation);
    }

    /// <exception cref="ArgumentException">There is no row, the rows differ in length, or a value is no finite number.</exception>
    public static Tensor Tensor(IReadOnlyList<IReadOnlyList<double>> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows[0].Count;
        if (columns == 0 || rows.Any(row => row.Count != columns))
            throw new ArgumentException("Rows of one length are expected.", nameof(rows));
        double[] flat = [.. rows.SelectMany(row => row)];
        if (Array.Exists(flat, value => !double.IsFinite(value))) throw new ArgumentException("Finite numbers are expected.", nameof(rows));
        return tensor(flat, [rows.Count, columns]);
    }
}
