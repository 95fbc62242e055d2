namespace MnistBlazor.Torch.Tests;

/// <summary>Tensors from nothing, from arrays, and from other element types.</summary>
public class CreationTests
{
    private static readonly Dictionary<string, Func<Tensor>> Factories = new()
    {
        ["zeros"] = () => zeros(2, 3),
        ["ones"] = () => ones(2, 3, dtype: ScalarType.Float64),
        ["full"] = () => full(2, 2, 1.5f),
        ["arange_long"] = () => arange(0, 10, 3),
        ["arange_float"] = () => arange(0.0f, 1.0f, 0.25f),
        ["linspace"] = () => linspace(-1, 1, 5),
        ["eye"] = () => eye(3),
    };

    private static readonly Dictionary<string, Func<OracleCase, Tensor>> Conversions = new()
    {
        ["to_uint8"] = c => c["x"].to_type(ScalarType.Byte),
        ["to_int64"] = c => c["signed"].to_type(ScalarType.Int64),
        ["to_int32"] = c => c["signed"].to(ScalarType.Int32),
        ["to_bool"] = c => c["signed"].to(ScalarType.Bool),
        ["to_float64"] = c => c["signed"].to_type(ScalarType.Float64),
        ["scaled"] = c => c["pixels"].to_type(ScalarType.Float32) / 255,
        ["wrapped"] = c => c["pixels"] + c["pixels"],
    };

    public static TheoryData<string> FactoryNames => [.. Factories.Keys];

    public static TheoryData<string> ConversionNames => [.. Conversions.Keys];

    [Theory, MemberData(nameof(FactoryNames))]
    public void A_factory_makes_what_PyTorch_makes(string name)
    {
        using var scope = NewDisposeScope();
        Near.Equal(Oracle.Case("creation")[name], Factories[name]());
    }

    [Theory, MemberData(nameof(ConversionNames))]
    public void A_conversion_rounds_and_wraps_as_PyTorch_does(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("conversion");
        Near.Equal(@case[name], Conversions[name](@case));
    }

    [Fact]
    public void An_array_becomes_a_tensor_of_its_element_type()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(ScalarType.Float32, tensor(new[] { 1f, 2f }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1.0, 2.0 }).dtype);
        Assert.Equal(ScalarType.Int64, tensor(new[] { 1L, 2L }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1, 2 }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1, 2 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true, false }).dtype);
        Assert.Equal(ScalarType.Float32, tensor(new byte[] { 1, 2 }, dtype: ScalarType.Float32).dtype);
    }

    [Fact]
    public void An_array_is_laid_out_row_by_row_in_the_shape_given()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f, 4f, 5f, 6f }, [2, 3]);
        Assert.Equal([2L, 3L], x.shape);
        Assert.Equal(4f, x[1, 0].item<float>());
        Assert.Equal(6, x.numel());
        Assert.Equal(2, x.dim());
        Assert.Equal(3, x.size(1));
    }

    [Fact]
    public void A_tensor_made_from_an_array_does_not_change_with_it()
    {
        using var scope = NewDisposeScope();
        var source = new[] { 1f, 2f, 3f };
        var x = tensor(source);
        source[0] = 99;
        Assert.Equal(1f, x[0].item<float>());
    }

    [Fact]
    public void Elements_come_back_in_row_major_order_also_from_a_view()
    {
        using var scope = NewDisposeScope();
        var x = arange(6).reshape(2, 3);
        Assert.Equal([0L, 1, 2, 3, 4, 5], x.data<long>().ToArray());
        Assert.Equal([0L, 3, 1, 4, 2, 5], x.t().data<long>().ToArray());
        Assert.Equal([1L, 4], x[TensorIndex.Colon, 1].data<long>().ToArray());
    }

    [Fact]
    public void Reading_as_another_element_type_is_refused()
    {
        using var scope = NewDisposeScope();
        var x = ones(2);
        Assert.ThrowsAny<ArgumentException>(() => x.data<double>());
        Assert.ThrowsAny<ArgumentException>(() => x.item<float>());
        Assert.ThrowsAny<ArgumentException>(() => x[0].item<long>());
    }

    [Fact]
    public void An_array_too_short_for_its_shape_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => tensor(new[] { 1f, 2f, 3f }, [2, 2]));

    [Fact]
    public void An_empty_tensor_has_a_shape_and_no_elements()
    {
        using var scope = NewDisposeScope();
        var x = zeros(0, 28, 28);
        Assert.Equal([0L, 28L, 28L], x.shape);
        Assert.Equal(0, x.numel());
        Assert.Empty(x.reshape(-1).data<float>().ToArray());
    }
}
