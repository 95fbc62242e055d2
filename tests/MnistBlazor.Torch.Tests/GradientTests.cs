using Layer = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace MnistBlazor.Torch.Tests;

/// <summary>Gradients of layers, losses and operations against finite differences, in float64.</summary>
public class GradientTests
{
    private const ScalarType Double = ScalarType.Float64;

    private sealed record Example(Func<Layer> Layer, params long[] Shape);

    private static readonly Dictionary<string, Example> Layers = new()
    {
        ["Linear"] = new(() => nn.Linear(5, 3, dtype: Double), 4, 5),
        ["Conv2d"] = new(() => nn.Conv2d(2, 3, 3, padding: 1, dtype: Double), 2, 2, 4, 5),
        ["Conv2d with stride and dilation"] = new(() => nn.Conv2d(1, 2, 2, stride: 2, dilation: 2, dtype: Double), 1, 1, 6, 6),
        ["BatchNorm2d"] = new(() => nn.BatchNorm2d(2, dtype: Double), 3, 2, 2, 3),
        ["MaxPool2d"] = new(() => nn.MaxPool2d(2), 2, 2, 4, 5),
        ["ReLU"] = new(() => nn.ReLU(), 20),
        ["GELU"] = new(() => nn.GELU(), 20),
        ["Sigmoid"] = new(() => nn.Sigmoid(), 20),
        ["Tanh"] = new(() => nn.Tanh(), 20),
        ["Flatten"] = new(() => nn.Flatten(), 2, 3, 2),
        ["Sequential"] = new(() => nn.Sequential(nn.Linear(4, 6, dtype: Double), nn.Tanh(), nn.Linear(6, 2, dtype: Double)), 3, 4),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Operations = new()
    {
        ["matmul with itself"] = x => x.matmul(x.t()),
        ["broadcast division"] = x => x / (x.abs().sum(1, keepdim: true) + 1),
        ["mean and square"] = x => (x - x.mean([0L])).pow(2),
        ["exp and log"] = x => x.exp().sum(1).log(),
        ["softmax"] = x => x.softmax(1),
        ["log_softmax"] = x => x.log_softmax(0),
        ["index_select, twice the same row"] = x => x.index_select(0, tensor(new[] { 1L, 1L, 0L })),
        ["narrow and transpose"] = x => x.narrow(1, 1, 2).t(),
        ["slice with a step"] = x => x[.., TensorIndex.Slice(step: 2)],
        ["cat and stack"] = x => cat([x, stack([x[0], x[1]])], 0),
        ["max along a dimension"] = x => x.max(1).values,
        ["norm"] = x => x.norm(),
        ["where"] = x => where(x > 0, x * 2, x / 2),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Losses = new()
    {
        ["cross_entropy"] = x => nn.functional.cross_entropy(x, tensor(new[] { 2L, 0L, 3L })),
        ["cross_entropy, weighted and summed"] = x => nn.functional.cross_entropy(
            x, tensor(new[] { 2L, 0L, 3L }), tensor(new[] { 1.0, 2.0, 0.5, 3.0 }), reduction: nn.Reduction.Sum),
        ["cross_entropy, smoothed"] = x => nn.functional.cross_entropy(x, tensor(new[] { 2L, 0L, 3L }), label_smoothing: 0.1),
        ["nll_loss"] = x => nn.functional.nll_loss(x.log_softmax(1), tensor(new[] { 1L, 1L, 0L })),
        ["mse_loss"] = x => nn.functional.mse_loss(x, zeros(3, 4, dtype: Double)),
    };

    public static TheoryData<string> LayerNames => [.. Layers.Keys];

    public static TheoryData<string> OperationNames => [.. Operations.Keys];

    public static TheoryData<string> LossNames => [.. Losses.Keys];

    [Theory, MemberData(nameof(LayerNames))]
    public void Of_a_layer_with_respect_to_input_and_parameters(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(21);
        var (create, shape) = Layers[name];
        using var layer = create();
        var x = Leaf(shape);
        FiniteDifferences.Check(() => layer.call(x), [x, .. layer.parameters()]);
    }

    [Theory, MemberData(nameof(OperationNames))]
    public void Of_an_operation(string name)
    {
        using var scope = NewDisposeScope();
        var x = Leaf(3, 4);
        FiniteDifferences.Check(() => Operations[name](x), x);
    }

    [Theory, MemberData(nameof(LossNames))]
    public void Of_a_loss(string name)
    {
        using var scope = NewDisposeScope();
        var x = Leaf(3, 4);
        FiniteDifferences.Check(() => Losses[name](x), x);
    }

    [Fact]
    public void Of_batch_norm_in_evaluation()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.BatchNorm2d(2, dtype: Double);
        layer.call(Leaf(4, 2, 3, 3));
        layer.eval();
        var x = Leaf(3, 2, 2, 2);
        FiniteDifferences.Check(() => layer.call(x), [x, .. layer.parameters()]);
    }

    private static Tensor Leaf(params long[] shape)
    {
        using var generator = new Generator(77);
        return randn(shape, dtype: Double, generator: generator).requires_grad_();
    }
}
