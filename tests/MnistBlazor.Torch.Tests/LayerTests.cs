using Layer = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace MnistBlazor.Torch.Tests;

/// <summary>
/// Each layer with PyTorch's parameters: what comes out, and the gradients of input and parameters for a fixed gradient from above.
/// </summary>
public class LayerTests
{
    private static readonly Dictionary<string, Func<Layer>> Layers = new()
    {
        ["linear"] = () => nn.Linear(5, 3),
        ["linear_without_bias"] = () => nn.Linear(5, 3, hasBias: false),
        ["conv2d"] = () => nn.Conv2d(2, 3, 3),
        ["conv2d_padded"] = () => nn.Conv2d(1, 2, 3, padding: 1),
        ["conv2d_strided"] = () => nn.Conv2d(2, 4, (3, 2), (2, 1), (1, 0), bias: false),
        ["conv2d_dilated_in_groups"] = () => nn.Conv2d(4, 4, 3, dilation: 2, groups: 2),
        ["max_pool2d"] = () => nn.MaxPool2d(2),
        ["max_pool2d_overlapping"] = () => nn.MaxPool2d(3, stride: 2, padding: 1),
        ["batch_norm2d"] = () => nn.BatchNorm2d(3),
        ["relu"] = () => nn.ReLU(),
        ["gelu"] = () => nn.GELU(),
        ["sigmoid"] = () => nn.Sigmoid(),
        ["tanh"] = () => nn.Tanh(),
    };

    private static readonly Dictionary<string, Func<Tensor, OracleCase, Tensor>> Functions = new()
    {
        ["linear"] = (x, c) => nn.functional.linear(x, c["weight"], c["bias"]),
        ["conv2d"] = (x, c) => nn.functional.conv2d(x, c["weight"], c["bias"]),
        ["conv2d_strided"] = (x, c) => nn.functional.conv2d(x, c["weight"], strides: [2, 1], padding: [1, 0]),
        ["max_pool2d"] = (x, _) => nn.functional.max_pool2d(x, 2),
        ["max_pool2d_overlapping"] = (x, _) => nn.functional.max_pool2d(x, 3, stride: 2, padding: 1),
        ["relu"] = (x, _) => nn.functional.relu(x),
        ["gelu"] = (x, _) => nn.functional.gelu(x),
        ["sigmoid"] = (x, _) => nn.functional.sigmoid(x),
        ["tanh"] = (x, _) => nn.functional.tanh(x),
    };

    public static TheoryData<string> LayerNames => [.. Layers.Keys];

    public static TheoryData<string> FunctionNames => [.. Functions.Keys];

    [Theory, MemberData(nameof(LayerNames))]
    public void Output_and_gradients_are_those_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case(name);
        using var layer = Layers[name]();
        SetParameters(layer, @case);

        var x = @case["x"].requires_grad_();
        var y = layer.call(x);
        Near.Equal(@case["y"], y);

        (y * @case["upstream"]).sum().backward();
        Near.Equal(@case["x.grad"], x.grad!, relative: 1e-4);
        foreach (var (parameterName, parameter) in layer.named_parameters())
            Near.Equal(@case[$"{parameterName}.grad"], parameter.grad!, relative: 1e-4, absolute: 1e-5);
    }

    [Theory, MemberData(nameof(FunctionNames))]
    public void The_functional_form_gives_the_same(string name)
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case(name);
        Near.Equal(@case["y"], Functions[name](@case["x"], @case));
    }

    [Fact]
    public void Parameters_have_PyTorchs_names_and_shapes()
    {
        using var conv = nn.Conv2d(3, 8, 5);
        Assert.Equal(["weight", "bias"], conv.named_parameters().Select(p => p.name));
        Assert.Equal([8L, 3L, 5L, 5L], conv.weight.shape);
        Assert.Equal([8L], conv.bias!.shape);
        using var linear = nn.Linear(784, 10);
        Assert.Equal([10L, 784L], linear.weight.shape);
        Assert.Equal(7850, linear.parameters().Sum(p => p.numel()));
        Assert.All(linear.parameters(), p => Assert.True(p.requires_grad));
    }

    [Fact]
    public void ReLU_in_place_writes_over_its_input()
    {
        using var scope = NewDisposeScope();
        using var relu = nn.ReLU(inplace: true);
        var x = tensor(new[] { -1f, 2f });
        relu.call(x);
        Assert.Equal([0f, 2f], x.data<float>().ToArray());
    }

    /// <summary>Copies the case's tensors into the parameters of the same names.</summary>
    internal static void SetParameters(nn.Module module, OracleCase @case)
    {
        using var _ = no_grad();
        foreach (var (name, parameter) in module.named_parameters()) parameter.copy_(@case[name]);
    }
}
