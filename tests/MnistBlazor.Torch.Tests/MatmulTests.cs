namespace MnistBlazor.Torch.Tests;

/// <summary>Products of matrices, vectors and batches of matrices.</summary>
public class MatmulTests
{
    private static readonly Dictionary<string, Func<OracleCase, Tensor>> Expressions = new()
    {
        ["mm"] = c => c["a"].mm(c["b"]),
        ["mv"] = c => c["a"].matmul(c["v"]),
        ["dot"] = c => c["v"].dot(c["v"]),
        ["t"] = c => c["a"].t(),
        ["batched"] = c => matmul(c["batch"], c["other"]),
        ["broadcast"] = c => c["batch"].matmul(c["b"]),
        ["from_transposed"] = c => c["b"].t().matmul(c["a"].t()),
    };

    public static TheoryData<string> Names => [.. Expressions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Gives_what_PyTorch_gives(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("matmul");
        Near.Equal(@case[name], Expressions[name](@case));
    }

    [Fact]
    public void A_large_product_equals_the_sum_of_its_parts()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var a = rand(200, 784, generator: generator);
        var b = rand(784, 64, generator: generator);
        Near.Equal(matmul(a[.., ..392], b[..392]) + matmul(a[.., 392..], b[392..]), matmul(a, b), relative: 1e-4);
    }
}
