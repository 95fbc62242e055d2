namespace MnistBlazor.Torch.Tests;

/// <summary>Elementwise operations, with broadcasting of [3, 1] against [1, 4].</summary>
public class ArithmeticTests
{
    private static readonly Dictionary<string, Func<OracleCase, Tensor>> Expressions = new()
    {
        ["add"] = c => c["a"] + c["b"],
        ["sub"] = c => c["a"] - c["b"],
        ["mul"] = c => c["a"] * c["b"],
        ["div"] = c => c["a"] / c["b"],
        ["neg"] = c => -c["a"],
        ["alpha"] = c => c["a"].add(c["b"], 0.25),
        ["scalar_right"] = c => c["a"] * 3 - 1.5,
        ["scalar_left"] = c => 1 - c["a"],
        ["scalar_over"] = c => 2 / c["b"],
        ["int_div"] = c => c["i"] / c["j"],
        ["int_mul"] = c => c["i"] * c["j"],
        ["int_plus_float"] = c => c["i"] + c["positive"][..3],
        ["pow"] = c => c["positive"].pow(2.5),
        ["square"] = c => c["a"].pow(2),
        ["sqrt"] = c => c["positive"].sqrt(),
        ["exp"] = c => c["a"].exp(),
        ["log"] = c => c["positive"].log(),
        ["abs"] = c => c["a"].abs(),
        ["clamp"] = c => c["b"].clamp(-0.5, 0.5),
        ["maximum"] = c => maximum(c["a"], c["b"]),
        ["where"] = c => where(c["a"] > c["b"], c["a"], c["b"]),
        ["gt"] = c => c["a"] > c["b"],
        ["le"] = c => c["a"] <= c["b"],
        ["eq"] = c => c["i"].eq(c["j"]),
        ["ne"] = c => c["i"].ne(c["j"]),
        ["isnan"] = _ => tensor(new[] { 0, float.NaN, float.PositiveInfinity }).isnan(),
        ["isfinite"] = _ => tensor(new[] { 0, float.NaN, float.PositiveInfinity }).isfinite(),
        ["nan_and_infinity"] = _ => tensor(new[] { 0f, 1f, -1f }) / 0,
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> InPlace = new()
    {
        ["add"] = (x, b) => x.add_(b),
        ["sub"] = (x, b) => x.sub_(b),
        ["mul"] = (x, b) => x.mul_(b),
        ["div"] = (x, b) => x.div_(b),
        ["alpha"] = (x, b) => x.add_(b, 0.25),
    };

    public static TheoryData<string> Names => [.. Expressions.Keys];

    public static TheoryData<string> InPlaceNames => [.. InPlace.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Gives_what_PyTorch_gives(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("arithmetic");
        Near.Equal(@case[name], Expressions[name](@case));
    }

    [Theory, MemberData(nameof(InPlaceNames))]
    public void In_place_gives_the_same_and_changes_the_tensor_itself(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("arithmetic");
        var x = @case["a"].expand(3, 4).clone();
        var returned = InPlace[name](x, @case["b"]);
        Near.Equal(@case[name], x);
        Near.Identical(x, returned);
    }

    [Fact]
    public void A_tensor_fills_zeroes_and_copies_in_place()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 2);
        Assert.Equal(12f, x.fill_(3).sum().item<float>());
        Assert.Equal(0f, x.zero_().sum().item<float>());
        Near.Identical(eye(2), x.copy_(eye(2)));
    }
}
