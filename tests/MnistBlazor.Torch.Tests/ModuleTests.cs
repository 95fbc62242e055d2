using TorchSharp.Modules;

namespace MnistBlazor.Torch.Tests;

/// <summary>Networks made of layers: Sequential, Flatten and modules of one's own.</summary>
public class ModuleTests
{
    private static Sequential Network() => nn.Sequential(
        nn.Conv2d(1, 4, 3, padding: 1), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.0), nn.Linear(64, 10));

    [Fact]
    public void A_convolutional_network_gives_PyTorchs_logits_loss_and_gradients()
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("network");
        using var model = Network();
        LayerTests.SetParameters(model, @case);

        var logits = model.call(@case["x"]);
        Near.Equal(@case["logits"], logits);
        var loss = nn.functional.cross_entropy(logits, @case["labels"]);
        Near.Equal(@case["loss"], loss);
        loss.backward();
        foreach (var (name, parameter) in model.named_parameters())
            Near.Equal(@case[$"{name}.grad"], parameter.grad!, relative: 1e-3, absolute: 1e-5);
    }

    [Fact]
    public void Layers_are_named_by_their_place_or_as_told()
    {
        using var model = Network();
        Assert.Equal(
            ["0.bias", "0.weight", "1.bias", "1.weight", "6.bias", "6.weight"],
            model.named_parameters().Select(p => p.name).Order(StringComparer.Ordinal));

        using var named = nn.Sequential(("hidden", nn.Linear(4, 3)), ("output", nn.Linear(3, 2)));
        Assert.Equal(["hidden", "output"], named.named_children().Select(c => c.name));
        Assert.Equal(
            ["hidden.bias", "hidden.weight", "output.bias", "output.weight"],
            named.named_parameters().Select(p => p.name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Train_and_eval_reach_every_layer()
    {
        using var model = Network();
        model.eval();
        Assert.All(model.modules(), m => Assert.False(m.training));
        model.train();
        Assert.All(model.modules(), m => Assert.True(m.training));
    }

    [Fact]
    public void Flatten_keeps_the_batch()
    {
        using var scope = NewDisposeScope();
        using var flatten = nn.Flatten();
        Assert.Equal([5L, 784L], flatten.call(zeros(5, 1, 28, 28)).shape);
    }

    [Fact]
    public void A_module_of_ones_own_registers_its_fields()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron(6, 4, 3);
        Assert.Equal(["hidden.bias", "hidden.weight", "output.bias", "output.weight"], model.named_parameters().Select(p => p.name).Order());
        Assert.Equal((6 * 4) + 4 + (4 * 3) + 3, model.parameters().Sum(p => p.numel()));
        Assert.Equal([2L, 3L], model.call(zeros(2, 6)).shape);
    }

    [Fact]
    public void Zero_grad_forgets_the_gradients()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron(6, 4, 3);
        model.call(ones(2, 6)).sum().backward();
        Assert.All(model.parameters(), p => Assert.NotNull(p.grad));
        model.zero_grad();
        Assert.All(model.parameters(), p => Assert.True(p.grad is null || p.grad.abs().sum().item<float>() == 0));
    }

    [Fact]
    public void Gradients_add_up_until_they_are_forgotten()
    {
        using var scope = NewDisposeScope();
        var x = ones(3).requires_grad_();
        (x * 2).sum().backward();
        (x * 5).sum().backward();
        Near.Identical(full(3, 7f), x.grad!);
    }

    [Fact]
    public void A_module_moves_to_another_element_type()
    {
        using var scope = NewDisposeScope();
        using var model = new Perceptron(6, 4, 3);
        model.to(ScalarType.Float64);
        Assert.All(model.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.Equal(ScalarType.Float64, model.call(zeros(1, 6, dtype: ScalarType.Float64)).dtype);
    }

    /// <summary>The smallest module that a learner would write.</summary>
    private sealed class Perceptron : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> hidden;
        private readonly nn.Module<Tensor, Tensor> output;

        public Perceptron(long inputs, long units, long classes) : base(nameof(Perceptron))
        {
            hidden = nn.Linear(inputs, units);
            output = nn.Linear(units, classes);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => output.call(nn.functional.relu(hidden.call(x)));
    }
}
