namespace MnistBlazor.ML.Surfaces;

/// <summary>The surfaces that the lab offers: each is hard for some optimizers in a way of its own.</summary>
/// <remarks>
/// Source of Beale, Rosenbrock, Himmelblau and Rastrigin: Jamil and Yang, A literature survey of benchmark functions for global
/// optimization problems, 2013. The valley and the saddle are the two of Alec Radford's animations, with lowest points added to the saddle.
/// </remarks>
public static class TestSurfaces
{
    public static IReadOnlyList<Surface> All { get; } =
    [
        new("valley", Valley, new(-8, 8, -3, 3), new(-7, 2), new SurfacePoint(0, 0)),
        new("saddle", Saddle, new(-2, 2, -2, 2), new(-1.5, 0.001), new SurfacePoint(0, 1), new SurfacePoint(0, -1)),
        new("beale", Beale, new(-4.5, 4.5, -4.5, 4.5), new(1, 1.5), new SurfacePoint(3, 0.5)),
        new("rosenbrock", Rosenbrock, new(-2, 2, -1, 3), new(-1.5, 2), new SurfacePoint(1, 1)),
        new("himmelblau", Himmelblau, new(-5, 5, -5, 5), new(0, 0.5),
            new SurfacePoint(3, 2), new SurfacePoint(-2.805118, 3.131313), new SurfacePoint(-3.779310, -3.283186),
            new SurfacePoint(3.584428, -1.848127)),
        new("many-minima", Rastrigin, new(-5.12, 5.12, -5.12, 5.12), new(3.4, 2.3), new SurfacePoint(0, 0)),
    ];

    /// <returns>Null: there is none of that id.</returns>
    public static Surface? Find(string id) => All.FirstOrDefault(surface => surface.Id == id);

    private static Tensor Valley(Tensor x, Tensor y)
    {
        #region cell: surface-valley
        // Along y it falls fifty times as steeply as along x.
        var loss = 0.05 * x.square() + 2.5 * y.square();
        #endregion

        return loss;
    }

    private static Tensor Saddle(Tensor x, Tensor y)
    {
        #region cell: surface-saddle
        // At (0, 0) it is flat: up along x, down along y.
        var loss = x.square() / 2 - y.square() / 2 + y.pow(4) / 4;
        #endregion

        return loss;
    }

    private static Tensor Beale(Tensor x, Tensor y)
    {
        #region cell: surface-beale
        // A plain with steep corners.
        var loss = (1.5 - x + x * y).square()
            + (2.25 - x + x * y.square()).square()
            + (2.625 - x + x * y.pow(3)).square();
        #endregion

        return loss;
    }

    private static Tensor Rosenbrock(Tensor x, Tensor y)
    {
        #region cell: surface-rosenbrock
        // A valley in the shape of a banana: into it is easy, along it is not.
        var loss = (1 - x).square() + 100 * (y - x.square()).square();
        #endregion

        return loss;
    }

    private static Tensor Himmelblau(Tensor x, Tensor y)
    {
        #region cell: surface-himmelblau
        // Four lowest points, all alike: where you start decides.
        var loss = (x.square() + y - 11).square() + (x + y.square() - 7).square();
        #endregion

        return loss;
    }

    private static Tensor Rastrigin(Tensor x, Tensor y)
    {
        #region cell: surface-many-minima
        // A bowl full of dents: each holds what comes by slowly.
        var dents = (2 * Math.PI * x).cos() + (2 * Math.PI * y).cos();
        var loss = 20 + x.square() + y.square() - 10 * dents;
        #endregion

        return loss;
    }
}
