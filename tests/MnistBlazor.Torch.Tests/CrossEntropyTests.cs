namespace MnistBlazor.Torch.Tests;

/// <summary>Cross-entropy of logits [N, classes] and labels [N], which the lessons train with, and its relatives.</summary>
public class CrossEntropyTests
{
    private static readonly Dictionary<string, Func<Tensor, OracleCase, Tensor>> Variants = new()
    {
        ["mean"] = (x, c) => nn.functional.cross_entropy(x, c["labels"]),
        ["sum"] = (x, c) => nn.functional.cross_entropy(x, c["labels"], reduction: nn.Reduction.Sum),
        ["none"] = (x, c) => nn.functional.cross_entropy(x, c["labels"], reduction: nn.Reduction.None),
        ["weighted"] = (x, c) => nn.functional.cross_entropy(x, c["labels"], c["weight"]),
        ["ignoring"] = (x, c) => nn.functional.cross_entropy(x, c["labels"], ignore_index: 2),
        ["smoothed"] = (x, c) => nn.functional.cross_entropy(x, c["labels"], label_smoothing: 0.1),
        ["smoothed_sum"] = (x, c) => nn.functional.cross_entropy(x, c["labels"], reduction: nn.Reduction.Sum, label_smoothing: 0.2),
    };

    public static TheoryData<string> Names => [.. Variants.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Loss_and_gradient_are_those_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("cross_entropy");
        var x = @case["x"].requires_grad_();
        var loss = Variants[name](x, @case);
        Near.Equal(@case[name], loss);
        loss.sum().backward();
        Near.Equal(@case[$"{name}.grad"], x.grad!);
    }

    [Fact]
    public void A_confident_answer_costs_nothing_when_right_and_its_logit_when_wrong()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0f, 100f, 100f, 0f }, [2, 2]);
        var loss = nn.functional.cross_entropy(logits, tensor(new[] { 0L, 0L }), reduction: nn.Reduction.None);
        Near.Equal(Oracle.Case("cross_entropy")["confident"], loss);
    }

    [Fact]
    public void The_module_is_the_function()
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("cross_entropy");
        using var loss = nn.CrossEntropyLoss();
        Near.Equal(@case["mean"], loss.call(@case["x"], @case["labels"]));
    }

    [Fact]
    public void It_is_the_negative_log_likelihood_of_log_softmax()
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("other_losses");
        var likelihood = nn.functional.nll_loss(@case["x"].log_softmax(1), @case["labels"]);
        Near.Equal(@case["nll"], likelihood);
        Near.Equal(likelihood, nn.functional.cross_entropy(@case["x"], @case["labels"]));
    }

    [Fact]
    public void Mean_squared_error_is_that_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("other_losses");
        Near.Equal(@case["mse"], nn.functional.mse_loss(@case["x"], @case["target"]));
        Near.Equal(@case["mse_sum"], nn.functional.mse_loss(@case["x"], @case["target"], nn.Reduction.Sum));
    }
}
