namespace MnistBlazor.Torch.Tests;

/// <summary>Batch normalisation of [N, C, H, W]: by the batch in training, by the running statistics in evaluation.</summary>
public class BatchNorm2dTests
{
    [Fact]
    public void Running_statistics_follow_the_batches_as_in_PyTorch()
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("batch_norm2d");
        using var layer = nn.BatchNorm2d(3);
        LayerTests.SetParameters(layer, @case);

        Near.Equal(@case["y"], layer.call(@case["x"]));
        Near.Equal(@case["running_mean_1"], layer.running_mean!);
        Near.Equal(@case["running_var_1"], layer.running_var!);

        Near.Equal(@case["y_2"], layer.call(@case["second"]));
        Near.Equal(@case["running_mean"], layer.running_mean!);
        Near.Equal(@case["running_var"], layer.running_var!);
        Assert.Equal(2L, layer.get_buffer("num_batches_tracked")!.item<long>());
    }

    [Fact]
    public void Evaluation_uses_the_running_statistics_and_leaves_them()
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("batch_norm2d");
        using var layer = nn.BatchNorm2d(3);
        LayerTests.SetParameters(layer, @case);
        layer.call(@case["x"]);
        layer.call(@case["second"]);
        layer.eval();
        Assert.False(layer.training);

        var x = @case["x"].requires_grad_();
        var y = layer.call(x);
        Near.Equal(@case["y_eval"], y);
        (y * @case["upstream_eval"]).sum().backward();
        Near.Equal(@case["x.grad_eval"], x.grad!);
        Near.Equal(@case["running_mean"], layer.running_mean!);
        Near.Equal(@case["running_var"], layer.running_var!);
    }

    [Fact]
    public void A_trained_batch_comes_out_with_mean_zero_and_variance_one()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.BatchNorm2d(3);
        var y = layer.call(Oracle.Case("batch_norm2d")["x"]);
        Near.Equal(zeros(3), y.mean([0L, 2L, 3L]), absolute: 1e-5);
        Near.Equal(ones(3), y.var([0L, 2L, 3L], unbiased: false), relative: 1e-4);
    }

    [Fact]
    public void Running_statistics_are_buffers_not_parameters()
    {
        using var layer = nn.BatchNorm2d(3);
        Assert.Equal(["bias", "weight"], layer.named_parameters().Select(p => p.name).Order());
        Assert.Equal(["num_batches_tracked", "running_mean", "running_var"], layer.named_buffers().Select(b => b.name).Order());
        using var plain = nn.BatchNorm2d(3, affine: false);
        Assert.Empty(plain.parameters());
    }
}
