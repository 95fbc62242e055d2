namespace MnistBlazor.Torch.Tests;

/// <summary>Sums, means, extremes and counts, over everything or along dimensions of [3, 4, 5].</summary>
public class ReductionTests
{
    private static readonly Dictionary<string, Func<OracleCase, Tensor>> Expressions = new()
    {
        ["sum"] = c => c["x"].sum(),
        ["sum_1"] = c => c["x"].sum(1),
        ["sum_02"] = c => c["x"].sum([0L, 2L]),
        ["sum_keep"] = c => c["x"].sum(-1, keepdim: true),
        ["sum_uint8"] = c => c["pixels"].sum(),
        ["mean"] = c => c["x"].mean(),
        ["mean_0"] = c => c["x"].mean([0L]),
        ["mean_12"] = c => c["x"].mean([1L, 2L]),
        ["var"] = c => c["x"].var(),
        ["var_biased"] = c => c["x"].var(unbiased: false),
        ["std"] = c => c["x"].std(),
        ["std_0"] = c => c["x"].std(0L),
        ["max"] = c => c["x"].max(),
        ["min"] = c => c["x"].min(),
        ["max_1"] = c => c["x"].max(1).values,
        ["max_1_at"] = c => c["x"].max(1).indexes,
        ["min_2"] = c => c["x"].min(2).values,
        ["min_2_at"] = c => c["x"].min(2).indexes,
        ["argmax"] = c => c["x"].argmax(),
        ["argmax_1"] = c => c["x"].argmax(1),
        ["argmax_keep"] = c => c["x"].argmax(-1, keepdim: true),
        ["argmax_votes"] = c => c["votes"].argmax(1),
        ["argmin"] = c => c["x"].argmin(0),
        ["norm"] = c => c["x"].norm(),
        ["topk"] = c => c["x"].topk(2, -1).values,
        ["topk_at"] = c => c["x"].topk(2, -1).indexes,
        ["any"] = c => (c["x"] > 2).any(),
        ["all"] = c => (c["x"] > -9).all(),
        ["bincount"] = c => c["labels"].bincount(null, 6),
    };

    public static TheoryData<string> Names => [.. Expressions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Gives_what_PyTorch_gives(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("reductions");
        Near.Equal(@case[name], Expressions[name](@case));
    }

    [Fact]
    public void Correct_answers_are_counted_as_the_lessons_count_them()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0f, 1f, 0f, 5f, 0f, 0f, 0f, 0f, 2f }, [3, 3]);
        var labels = tensor(new[] { 1L, 0L, 1L });
        Assert.Equal(2L, logits.argmax(1).eq(labels).sum().item<long>());
    }
}
