using System.Runtime.InteropServices;

namespace MnistBlazor.Torch.Tests;

/// <summary>What libtorch refuses becomes an exception with libtorch's own message, and nothing else is disturbed.</summary>
public class ErrorTests
{
    private static readonly Dictionary<string, (Action Action, string Message)> Mistakes = new()
    {
        ["shapes that cannot be multiplied"] = (() => ones(2, 3).mm(ones(2, 3)), "mat1 and mat2 shapes cannot be multiplied"),
        ["shapes that do not broadcast"] = (() => (ones(3) + ones(4)).sum(), "must match the size of tensor b"),
        ["a shape of another size"] = (() => ones(2, 3).reshape(7), "is invalid for input of size 6"),
        ["an index out of range"] = (() => ones(3).select(0, 5), "out of range"),
        ["an index tensor out of range"] = (() => ones(3, 2).index_select(0, tensor(new[] { 3L })), "index out of range"),
        ["a dimension out of range"] = (() => ones(3).sum(4), "Dimension out of range"),
        ["a range out of bounds"] = (() => ones(3).narrow(0, 2, 2), "exceeds dimension size"),
        ["element types that do not mix"] = (() => ones(2, 2).mm(ones(2, 2, dtype: ScalarType.Int64)), "dtype|scalar type"),
        ["a label that is no class"] = (() => nn.functional.cross_entropy(ones(1, 3), tensor(new[] { 7L })), "Target 7 is out of bounds"),
        ["labels of another count"] = (() => nn.functional.cross_entropy(ones(2, 3), tensor(new[] { 1L })), "batch_size"),
        ["too many channels"] = (() => nn.functional.conv2d(ones(1, 3, 8, 8), ones(4, 1, 3, 3)), "to have 1 channels"),
        ["a kernel larger than the image"] = (() => nn.functional.conv2d(ones(1, 1, 5, 5), ones(4, 1, 9, 9)), "Kernel size can't be greater than actual input size"),
        ["too many inputs"] = (() => nn.Linear(4, 2).call(ones(1, 5)), "cannot be multiplied"),
        ["concatenating what does not fit"] = (() => cat([ones(2, 2), ones(3, 3)]), "Sizes of tensors must match"),
        ["a negative size"] = (() => zeros(-1), "negative dimension"),
        ["more memory than there is"] = (() => zeros(1L << 50), "memory"),
        ["backward from many numbers"] = (() => ones(2).requires_grad_().mul(2).backward(), "only for scalar outputs"),
        ["backward without history"] = (() => ones(1).backward(), "does not require grad"),
        ["writing to a leaf in place"] = (() => ones(2).requires_grad_().add_(1), "leaf Variable that requires grad"),
        ["a gradient for integers"] = (() => ones(2, dtype: ScalarType.Int64).requires_grad_(), "floating point"),
        ["a permutation of less than nothing"] = (() => randperm(-1), "non-negative|negative"),
        ["an empty range"] = (() => randint(5, 5, [2L]), "random_ expects 'from' to be less than 'to'"),
    };

    public static TheoryData<string> Names => [.. Mistakes.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_mistake_is_told_in_libtorchs_words(string name)
    {
        using var scope = NewDisposeScope();
        var (action, message) = Mistakes[name];
        var error = Assert.ThrowsAny<ExternalException>(action);
        Assert.Matches(message, error.Message);
        // The next call knows nothing of it.
        Assert.Equal(4f, (ones(2) * 2).sum().item<float>());
    }

    [Fact]
    public void Backward_twice_is_refused_unless_the_graph_was_kept()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        var y = x.pow(2).sum();
        y.backward();
        var error = Assert.ThrowsAny<ExternalException>(() => y.backward());
        Assert.Contains("Trying to backward through the graph a second time", error.Message);

        var kept = x.pow(2).sum();
        kept.backward(retain_graph: true);
        kept.backward();
        Near.Identical(full(2, 6f), x.grad!);
    }

    [Fact]
    public void Changing_in_place_what_backward_needs_is_noticed()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        var y = x * 2;
        var z = y.pow(2).sum();
        y.add_(1);
        var error = Assert.ThrowsAny<ExternalException>(() => z.backward());
        Assert.Contains("modified by an inplace operation", error.Message);
    }

    [Fact]
    public void Each_thread_gets_its_own_error()
    {
        using var start = new Barrier(4);
        var messages = new string[4];
        var threads = Enumerable.Range(0, 4).Select(i => new Thread(() =>
        {
            using var scope = NewDisposeScope();
            start.SignalAndWait();
            for (var round = 0; round < 200; round++)
            {
                var error = Record.Exception(() => ones(i + 2, 3).reshape(97));
                messages[i] = error?.Message ?? "";
                if (!messages[i].Contains($"size {(i + 2) * 3}")) return;
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        for (var i = 0; i < 4; i++) Assert.Contains($"size {(i + 2) * 3}", messages[i]);
    }
}
