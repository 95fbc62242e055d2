using TorchSharp.Modules;

namespace MnistBlazor.Torch.Tests;

/// <summary>clip_grad_norm_ scales all gradients together so that their norm, taken as one vector, is at most the limit.</summary>
public class ClipGradNormTests
{
    [Theory]
    [InlineData("l2", 1.0, 2.0)]
    [InlineData("l1", 2.0, 1.0)]
    [InlineData("infinity", 0.5, double.PositiveInfinity)]
    [InlineData("untouched", 100.0, 2.0)]
    public void Norm_and_clipped_gradients_are_those_of_PyTorch(string name, double limit, double kind)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("clip_grad_norm");
        var (a, b) = (WithGradient(@case["a"]), WithGradient(@case["b"]));

        var norm = nn.utils.clip_grad_norm_([a, b], limit, kind);

        Assert.Equal(@case.Number($"{name}_total"), norm, 1e-5);
        Near.Equal(@case[$"{name}_a"], a.grad!);
        Near.Equal(@case[$"{name}_b"], b.grad!);
    }

    private static Parameter WithGradient(Tensor gradient)
    {
        var parameter = new Parameter(zeros_like(gradient));
        (parameter * gradient).sum().backward();
        return parameter;
    }
}
