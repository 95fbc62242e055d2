namespace MnistBlazor.ML.Data.Import;

/// <summary>
/// How bright the paper would be at every pixel of a photograph if nothing were written on it: light falls on it unevenly, and a hand
/// throws a shadow. Dark ink; for bright ink the picture is to be inverted before.
/// </summary>
/// <remarks>
/// A morphological closing on a coarse grid, as document scanners do it, then once more from the pixels that are paper by the first.
/// </remarks>
internal sealed class PaperSurface
{
    /// <summary>Cells along the shorter side.</summary>
    private const int Cells = 16;

    /// <summary>Ink covers no more than twice so many cells in a row: what is wider is paper.</summary>
    private const int Reach = 2;

    private readonly int _width, _height, _cell, _columns, _rows;
    private readonly byte[] _pixels;

    private PaperSurface(byte[] pixels, int width, int height)
    {
        (_pixels, _width, _height) = (pixels, width, height);
        _cell = Math.Max(2, (int)Math.Ceiling(Math.Min(width, height) / (double)Cells));
        (_columns, _rows) = ((width + _cell - 1) / _cell, (height + _cell - 1) / _cell);
    }

    /// <summary>How much darker than the paper each pixel is, 0 to 255; less than 0 where it is brighter.</summary>
    public float[] Depth { get; private set; } = [];

    /// <summary>Standard deviation of the paper about its surface.</summary>
    public float Noise { get; private set; }

    /// <param name="pixels">[height * width], 0 (black) to 255 (white).</param>
    public static PaperSurface Under(byte[] pixels, int width, int height)
    {
        var surface = new PaperSurface(pixels, width, height);
        var grid = surface.CellValues(_ => true, share: 0.75);
        grid = surface.Extreme(surface.Extreme(grid!, Math.Max), Math.Min);
        surface.Measure(surface.Smooth(grid));
        for (var again = 0; again < 2; again++)
        {
            var (depth, ink) = (surface.Depth, Math.Max(12, 3 * surface.Noise));
            surface.Measure(surface.Smooth(surface.CellValues(i => depth[i] < ink, share: 0.5, grid)));
        }
        return surface;
    }

    /// <summary>Of each cell the value that the given share of its pixels is under; of the pixels that count.</summary>
    /// <param name="otherwise">For cells in which too few count.</param>
    private float[] CellValues(Func<int, bool> counts, double share, float[]? otherwise = null)
    {
        var values = new float[_rows * _columns];
        var (known, found) = (new bool[values.Length], new int[256]);
        for (var row = 0; row < _rows; row++)
        {
            for (var column = 0; column < _columns; column++)
            {
                Array.Clear(found);
                var (count, all) = (0, 0);
                for (var y = row * _cell; y < Math.Min((row + 1) * _cell, _height); y++)
                {
                    for (var x = column * _cell; x < Math.Min((column + 1) * _cell, _width); x++)
                    {
                        all++;
                        if (!counts(y * _width + x)) continue;
                        count++;
                        found[_pixels[y * _width + x]]++;
                    }
                }
                if (otherwise is not null && 3 * count < all) continue;
                var (value, left) = (0, (int)((count - 1) * share) - found[0]);
                while (left >= 0) left -= found[++value];
                values[row * _columns + column] = value;
                known[row * _columns + column] = true;
            }
        }
        if (otherwise is not null) Fill(values, known, otherwise);
        return values;
    }

    /// <summary>Cells under ink take the mean of the known ones next to them, from the outside inwards.</summary>
    private void Fill(float[] values, bool[] known, float[] otherwise)
    {
        if (!known.Contains(true)) otherwise.CopyTo(values, 0);
        else
        {
            for (var left = known.Count(one => !one); left > 0;)
            {
                var before = (bool[])known.Clone();
                for (var i = 0; i < values.Length; i++)
                {
                    if (before[i]) continue;
                    var around = Around(i, 1).Where(cell => before[cell]).ToArray();
                    if (around.Length == 0) continue;
                    values[i] = around.Average(cell => values[cell]);
                    known[i] = true;
                    left--;
                }
            }
        }
    }

    private float[] Extreme(float[] grid, Func<float, float, float> more)
    {
        var result = new float[grid.Length];
        for (var i = 0; i < grid.Length; i++) result[i] = Around(i, Reach).Aggregate(grid[i], (extreme, cell) => more(extreme, grid[cell]));
        return result;
    }

    private float[] Smooth(float[] grid)
    {
        var result = new float[grid.Length];
        for (var i = 0; i < grid.Length; i++) result[i] = Around(i, 1).Average(cell => grid[cell]);
        return result;
    }

    private IEnumerable<int> Around(int cell, int reach)
    {
        var (row, column) = (cell / _columns, cell % _columns);
        for (var y = Math.Max(0, row - reach); y <= Math.Min(_rows - 1, row + reach); y++)
            for (var x = Math.Max(0, column - reach); x <= Math.Min(_columns - 1, column + reach); x++) yield return y * _columns + x;
    }

    private void Measure(float[] grid)
    {
        var depth = new float[_pixels.Length];
        for (var y = 0; y < _height; y++)
        {
            var (row, below, down) = Between(y, _rows);
            for (var x = 0; x < _width; x++)
            {
                var (column, next, right) = Between(x, _columns);
                var upper = grid[row * _columns + column] * (1 - right) + grid[row * _columns + next] * right;
                var lower = grid[below * _columns + column] * (1 - right) + grid[below * _columns + next] * right;
                depth[y * _width + x] = upper * (1 - down) + lower * down - _pixels[y * _width + x];
            }
        }
        // Most pixels are paper: its middle is 0, and half of it lies within 0.6745 standard deviations of that.
        var sorted = Sample(depth);
        var middle = sorted[sorted.Length / 2];
        for (var i = 0; i < depth.Length; i++) depth[i] -= middle;
        var far = Sample(depth, absolute: true);
        Noise = far[far.Length / 2] / 0.6745f;
        Depth = depth;

        (int, int, float) Between(int pixel, int cells)
        {
            var at = Math.Clamp((pixel + 0.5f) / _cell - 0.5f, 0, cells - 1);
            return ((int)at, Math.Min((int)at + 1, cells - 1), at - (int)at);
        }
    }

    private static float[] Sample(float[] values, bool absolute = false)
    {
        var step = values.Length / 4096 | 1; // odd: not one column over and over
        var sample = new float[(values.Length + step - 1) / step];
        for (var i = 0; i < sample.Length; i++) sample[i] = absolute ? Math.Abs(values[i * step]) : values[i * step];
        Array.Sort(sample);
        return sample;
    }
}
