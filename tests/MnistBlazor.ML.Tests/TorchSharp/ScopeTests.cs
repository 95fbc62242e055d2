using TorchSharp;
using static TorchSharp.torch;

namespace MnistBlazor.ML.Tests.TorchSharpContract;

/// <summary>Dispose scopes and <c>no_grad</c>: how far they reach.</summary>
public class ScopeTests
{
    [Fact]
    public void What_is_made_in_a_scope_goes_with_it_unless_it_is_detached()
    {
        Tensor inside, nested, detached;
        using var before = ones(2);
        using (NewDisposeScope())
        {
            using (NewDisposeScope()) nested = ones(2);
            inside = before + 1;
            detached = (before + 2).DetachFromDisposeScope();
            Assert.Equal((true, false), (nested.IsInvalid, inside.IsInvalid));
        }

        Assert.Equal((true, false, false), (inside.IsInvalid, detached.IsInvalid, before.IsInvalid));
        detached.Dispose();
    }

    [Fact]
    public void What_backward_leaves_behind_outlives_the_scope()
    {
        using var layer = nn.Linear(3, 2);
        using (NewDisposeScope()) layer.forward(ones(1, 3)).sum().backward();

        using var scope = NewDisposeScope();
        Assert.Equal([1f, 1f, 1f, 1f, 1f, 1f], layer.weight.grad!.data<float>());
    }

    [Fact]
    public void A_scope_takes_nothing_from_other_threads()
    {
        Tensor? elsewhere = null;
        using (NewDisposeScope()) OnAnotherThread(() => elsewhere = ones(2));

        Assert.False(elsewhere!.IsInvalid);
        elsewhere.Dispose();
    }

    [Fact]
    public void No_grad_ends_with_its_scope_and_holds_on_no_other_thread()
    {
        using var scope = NewDisposeScope();
        var weight = ones(2, 3).requires_grad_();
        bool? elsewhere = null;

        Assert.ThrowsAny<Exception>(() =>
        {
            using var _ = no_grad();
            Assert.False((weight * 2).requires_grad);
            OnAnotherThread(() => elsewhere = is_grad_enabled());
            weight.mm(weight); // the shapes do not fit
        });

        Assert.True(elsewhere);
        Assert.True((weight * 2).requires_grad);
    }

    private static void OnAnotherThread(ThreadStart work)
    {
        var thread = new Thread(work);
        thread.Start();
        thread.Join();
    }
}
