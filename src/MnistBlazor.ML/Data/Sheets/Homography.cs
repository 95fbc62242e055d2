namespace MnistBlazor.ML.Data.Sheets;

/// <summary>How a plane is seen by a camera: a straight line stays one.</summary>
internal sealed class Homography
{
    private readonly double[] _h;

    private Homography(double[] h) => _h = h;

    /// <summary>The one that moves four points to where they are seen.</summary>
    /// <returns>Null: three of them lie on a line.</returns>
    public static Homography? Between(IReadOnlyList<(double X, double Y)> from, IReadOnlyList<(double X, double Y)> to)
    {
        // Two equations a point for the eight unknowns; the ninth is 1.
        var rows = new double[8][];
        for (var i = 0; i < 4; i++)
        {
            var ((x, y), (u, v)) = (from[i], to[i]);
            rows[2 * i] = [x, y, 1, 0, 0, 0, -u * x, -u * y, u];
            rows[2 * i + 1] = [0, 0, 0, x, y, 1, -v * x, -v * y, v];
        }
        for (var column = 0; column < 8; column++)
        {
            var pivot = Enumerable.Range(column, 8 - column).MaxBy(row => Math.Abs(rows[row][column]));
            if (Math.Abs(rows[pivot][column]) < 1e-9) return null;
            (rows[column], rows[pivot]) = (rows[pivot], rows[column]);
            for (var row = 0; row < 8; row++)
            {
                if (row == column) continue;
                var times = rows[row][column] / rows[column][column];
                for (var i = column; i < 9; i++) rows[row][i] -= times * rows[column][i];
            }
        }
        return new([.. rows.Select((row, i) => row[8] / row[i]), 1]);
    }

    public (double X, double Y) Map(double x, double y)
    {
        var depth = _h[6] * x + _h[7] * y + _h[8];
        return ((_h[0] * x + _h[1] * y + _h[2]) / depth, (_h[3] * x + _h[4] * y + _h[5]) / depth);
    }
}
