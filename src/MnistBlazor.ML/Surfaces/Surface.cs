namespace MnistBlazor.ML.Surfaces;

/// <summary>
/// A loss that depends on two weights only, so that it can be drawn: the landscape that optimizers walk down in the lab. Everything is
/// computed in float64, since a narrow valley shows rounding.
/// </summary>
public sealed class Surface
{
    private readonly Func<Tensor, Tensor, Tensor> _loss;

    internal Surface(
        string id, Func<Tensor, Tensor, Tensor> loss, SurfaceWindow window, SurfacePoint start, params SurfacePoint[] minima) =>
        (Id, _loss, Window, Start, Minima) = (id, loss, window, start, minima);

    /// <summary>"rosenbrock".</summary>
    public string Id { get; }

    public SurfaceWindow Window { get; }

    /// <summary>Where a walk begins unless the learner puts it elsewhere.</summary>
    public SurfacePoint Start { get; }

    /// <summary>The lowest points, where they are known.</summary>
    public IReadOnlyList<SurfacePoint> Minima { get; }

    /// <summary>The loss on an even grid over a window.</summary>
    /// <param name="columns">At least 2.</param>
    /// <param name="rows">At least 2.</param>
    /// <returns>[rows * columns], row by row from the bottom; NaN where the formula has no value.</returns>
    public double[] Grid(SurfaceWindow window, int columns, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 2);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var x = linspace(window.Left, window.Right, columns, float64).unsqueeze(0).expand(rows, columns);
        var y = linspace(window.Bottom, window.Top, rows, float64).unsqueeze(1).expand(rows, columns);
        return Loss(x, y).contiguous().data<double>().ToArray();
    }

    /// <summary>The loss at each place.</summary>
    /// <param name="x">float64, any shape.</param>
    /// <param name="y">The same shape.</param>
    /// <returns>The same shape.</returns>
    internal Tensor Loss(Tensor x, Tensor y) => _loss(x, y);
}
