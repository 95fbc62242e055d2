namespace MnistBlazor.Torch.Tests;

/// <summary>Compares tensors: same element type, same shape, and every element within a tolerance (NaN equals NaN).</summary>
internal static class Near
{
    /// <summary>Good for float32: another processor or another libtorch sums in another order.</summary>
    public static void Equal(Tensor expected, Tensor actual, double relative = 2e-5, double absolute = 2e-6)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        Equal(Values(expected), Values(actual), relative, absolute);
    }

    public static void Equal(double[] expected, double[] actual, double relative = 2e-5, double absolute = 2e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var (e, a) = (expected[i], actual[i]);
            var same = e.Equals(a) || Math.Abs(e - a) <= absolute + relative * Math.Abs(e);
            Assert.True(same, $"Element {i} of {expected.Length}: expected {e:R}, got {a:R}.");
        }
    }

    /// <summary>The same bits: same element type, shape and values.</summary>
    public static void Identical(Tensor expected, Tensor actual) => Equal(expected, actual, relative: 0, absolute: 0);

    /// <summary>The elements in row-major order, whatever the tensor's strides, device and element type.</summary>
    public static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().to_type(ScalarType.Float64).reshape(-1).data<double>().ToArray();
    }
}
