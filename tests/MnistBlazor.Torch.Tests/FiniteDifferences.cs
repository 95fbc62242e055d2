namespace MnistBlazor.Torch.Tests;

/// <summary>
/// Compares the gradients that backward() gives with central differences, (f(x + h) - f(x - h)) / 2h, element by element.
/// In float64 with h = 1e-6 the difference is good to about 1e-9, so an agreement to 1e-6 is no accident.
/// </summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-6;
    private const double Tolerance = 1e-6;

    /// <param name="function">Computes a tensor of any shape from the leaves as they are now; the same each time it is called.</param>
    /// <param name="leaves">float64 tensors that require a gradient.</param>
    public static void Check(Func<Tensor> function, params IReadOnlyList<Tensor> leaves)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2024);
        // A random weight for each output element: an error in one cannot hide behind another.
        var weights = randn(function().shape, dtype: ScalarType.Float64, generator: generator);
        Tensor Objective() => (function() * weights).sum();

        Objective().backward();
        foreach (var leaf in leaves)
        {
            Assert.Equal(ScalarType.Float64, leaf.dtype);
            Assert.NotNull(leaf.grad);
            Near.Equal(Differences(Objective, leaf), Near.Values(leaf.grad), Tolerance, Tolerance);
        }
    }

    private static double[] Differences(Func<Tensor> objective, Tensor leaf)
    {
        using var _ = no_grad();
        var values = Near.Values(leaf);
        var differences = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            differences[i] = (At(values[i] + Step) - At(values[i] - Step)) / (2 * Step);
            At(values[i]);

            double At(double value)
            {
                using var scope = NewDisposeScope();
                var moved = (double[])values.Clone();
                moved[i] = value;
                leaf.copy_(tensor(moved, leaf.shape));
                return objective().item<double>();
            }
        }
        return differences;
    }
}
