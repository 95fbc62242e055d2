namespace MnistBlazor.Torch.Tests;

/// <summary>Reading and writing parts of a tensor; the comments give the Python for each.</summary>
public class IndexingTests
{
    private static readonly TensorIndex All = TensorIndex.Colon;

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Expressions = new()
    {
        ["item"] = x => x[1, 2, 3],
        ["row"] = x => x[1],
        ["last"] = x => x[-1],
        ["column"] = x => x[All, 1],
        ["slice"] = x => x[1..3, All, 1..4],                                                       // x[1:3, :, 1:4]
        ["step"] = x => x[All, TensorIndex.Slice(step: 2), TensorIndex.Slice(1, null, 2)],         // x[:, ::2, 1::2]
        ["ellipsis"] = x => x[TensorIndex.Ellipsis, 0],                                            // x[..., 0]
        ["none"] = x => x[All, TensorIndex.None, 1],                                               // x[:, None, 1]
        ["by_tensor"] = x => x[tensor(new[] { 2L, 0L, 2L })],
        ["by_two_tensors"] = x => x[tensor(new[] { 2L, 0L, 2L }), tensor(new[] { 0L, 1L, 3L })],
        ["mask"] = x => x[x > 50],
        ["index_select"] = x => x.index_select(1, tensor(new[] { 3L, 3L, 0L })),
        ["narrow"] = x => x.narrow(2, 1, 3),
        ["select"] = x => x.select(1, 2),
        ["gather"] = x => x[0].gather(1, tensor(new[] { 0L, 4L, 2L, 1L }, [4, 1])),
        ["cat"] = x => cat([x[0], x[1]], 0),
        ["cat_last"] = x => cat([x[0], x[1]], -1),
        ["stack"] = x => stack([x[0], x[1]], 1),
        ["transpose"] = x => x.transpose(0, 2),
        ["permute"] = x => x.permute(2, 0, 1),
        ["view"] = x => x.view(4, -1),
        ["flatten"] = x => x.flatten(1),
        ["unsqueeze"] = x => x.unsqueeze(1),
        ["squeeze"] = x => x[..1].squeeze(0),
        ["expand"] = x => x[All, ..1, ..1].expand(3, 2, 4),
    };

    public static TheoryData<string> Names => [.. Expressions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Reading_gives_what_PyTorch_gives(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("indexing");
        Near.Identical(@case[name], Expressions[name](@case["x"]));
    }

    [Fact]
    public void Writing_a_slice_changes_only_the_slice()
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("indexing");
        var x = @case["x"];
        x[1, All, 2..4] = zeros(4, 2);
        x[0, 0] = tensor(new[] { 9f, 8f, 7f, 6f, 5f });
        Near.Identical(@case["written"], x);
    }

    [Fact]
    public void A_slice_is_a_view_of_the_same_memory()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3, 4);
        x.narrow(0, 1, 1).fill_(7);
        Assert.Equal(28f, x.sum().item<float>());
        x[2].add_(1);
        Assert.Equal(32f, x.sum().item<float>());
    }

    [Fact]
    public void A_clone_is_a_copy()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3);
        var copy = x.clone();
        x.fill_(1);
        Assert.Equal(0f, copy.sum().item<float>());
    }
}
