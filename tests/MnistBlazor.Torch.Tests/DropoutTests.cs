namespace MnistBlazor.Torch.Tests;

/// <summary>Dropout: in training each element is zero with probability p, else divided by 1 - p; in evaluation nothing happens.</summary>
public class DropoutTests
{
    [Fact]
    public void Evaluation_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Dropout(0.9);
        layer.eval();
        var x = rand(100);
        Near.Identical(x, layer.call(x));
    }

    [Theory, InlineData(0.1), InlineData(0.5), InlineData(0.8)]
    public void Training_zeroes_about_that_share_and_keeps_the_mean(double p)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = nn.Dropout(p);
        var y = layer.call(ones(100_000));
        var kept = y[y > 0];
        Near.Equal(full_like(kept, 1 / (1 - p)), kept);
        // The share of 100,000 draws has a standard deviation below 0.0016; five of them.
        Assert.InRange(kept.numel() / 100_000.0, 1 - p - 0.008, 1 - p + 0.008);
        Assert.InRange(y.mean().item<float>(), 0.95f, 1.05f);
    }

    [Fact]
    public void The_gradient_passes_where_the_value_did()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var x = ones(50).requires_grad_();
        var y = nn.functional.dropout(x, 0.5);
        y.sum().backward();
        Near.Identical(y, x.grad!);
    }

    [Theory, InlineData(0.0, 1f), InlineData(1.0, 0f)]
    public void The_ends_keep_everything_or_nothing(double p, float each)
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Dropout(p);
        Near.Identical(full(20, each), layer.call(ones(20)));
    }

    [Theory, InlineData(-0.1), InlineData(1.5), InlineData(double.NaN)]
    public void A_probability_outside_0_to_1_is_refused(double p)
    {
        using var scope = NewDisposeScope();
        var x = ones(4);
        Assert.ThrowsAny<Exception>(() => nn.Dropout(p).call(x));
    }
}
