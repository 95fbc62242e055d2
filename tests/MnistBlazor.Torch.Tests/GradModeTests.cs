namespace MnistBlazor.Torch.Tests;

/// <summary>no_grad and inference_mode: where they hold, and where they end.</summary>
public class GradModeTests
{
    [Fact]
    public void Under_no_grad_nothing_is_recorded()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False((x * 2).requires_grad);
        }
        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void It_ends_also_when_an_exception_leaves_it()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 3);
        Assert.ThrowsAny<Exception>(() =>
        {
            using var _ = no_grad();
            x.mm(x);
        });
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void In_inference_mode_nothing_is_recorded()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void What_inference_made_cannot_be_trained_through()
    {
        using var scope = NewDisposeScope();
        Tensor made;
        using (inference_mode()) made = ones(2) * 3;
        var weight = ones(2).requires_grad_();
        var error = Assert.ThrowsAny<Exception>(() => (made * weight).sum().backward());
        Assert.Contains("Inference tensors cannot be saved for backward", error.Message);
    }

    [Fact]
    public void Both_hold_for_their_own_thread_only()
    {
        using var scope = NewDisposeScope();
        using (no_grad())
        using (inference_mode())
        {
            var (grad, inference) = OnAnotherThread(() => (is_grad_enabled(), is_inference_mode_enabled()));
            Assert.True(grad);
            Assert.False(inference);
        }
    }

    [Fact]
    public void A_detached_tensor_shares_the_values_without_the_history()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        var y = (x * 2).detach();
        Assert.False(y.requires_grad);
        Assert.True(x.is_leaf);
        Near.Identical(full(2, 2f), y);
    }

    private static T OnAnotherThread<T>(Func<T> work)
    {
        var result = default(T);
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result!;
    }
}
