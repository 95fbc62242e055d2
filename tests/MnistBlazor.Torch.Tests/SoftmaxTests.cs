namespace MnistBlazor.Torch.Tests;

/// <summary>softmax(x)_i = exp(x_i) / sum_j exp(x_j), and its logarithm.</summary>
public class SoftmaxTests
{
    private static readonly Dictionary<string, Func<OracleCase, Tensor>> Expressions = new()
    {
        ["softmax"] = c => nn.functional.softmax(c["x"], 1),
        ["softmax_0"] = c => c["x"].softmax(0),
        ["log_softmax"] = c => nn.functional.log_softmax(c["x"], 1),
        ["log_softmax_0"] = c => c["x"].log_softmax(0),
        ["extreme_softmax"] = c => nn.functional.softmax(c["extreme"], 1),
        ["extreme_log_softmax"] = c => nn.functional.log_softmax(c["extreme"], 1),
    };

    public static TheoryData<string> Names => [.. Expressions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Gives_what_PyTorch_gives(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("softmax");
        Near.Equal(@case[name], Expressions[name](@case));
    }

    [Theory, InlineData("softmax"), InlineData("log_softmax")]
    public void Sends_back_the_gradient_PyTorch_sends_back(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("softmax");
        var x = @case["x"].requires_grad_();
        var y = name == "softmax" ? x.softmax(1) : x.log_softmax(1);
        (y * @case["upstream"]).sum().backward();
        Near.Equal(@case[$"{name}.grad"], x.grad!);
    }

    [Fact]
    public void Every_row_sums_to_one_even_for_logits_of_a_thousand()
    {
        using var scope = NewDisposeScope();
        var rows = Oracle.Case("softmax")["extreme"].softmax(1).sum(1);
        Near.Equal(ones(2), rows);
    }
}
