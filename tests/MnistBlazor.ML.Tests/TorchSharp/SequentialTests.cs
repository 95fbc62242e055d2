using MnistBlazor.ML.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistBlazor.ML.Tests.TorchSharpContract;

/// <summary>Sequential, which every network here is, and the names under which its weights are kept.</summary>
public class SequentialTests
{
    [Fact]
    public void What_goes_from_layer_to_layer_is_disposed_and_what_goes_in_and_comes_out_is_not()
    {
        Tensor? between = null;
        using var model = nn.Sequential(
            ("first", nn.Linear(3, 3)), ("watch", new Layer(x => between = x + 1)), ("last", nn.Linear(3, 2)));
        using var input = ones(1, 3);

        using var output = model.forward(input);

        Assert.Equal((true, false, false), (between!.IsInvalid, input.IsInvalid, output.IsInvalid));
    }

    [Fact]
    public void A_layer_that_returns_its_input_itself_takes_it_from_whoever_holds_it()
    {
        using var scope = NewDisposeScope();
        using var between = nn.Sequential(("first", nn.Linear(3, 3)), ("same", new Layer(x => x)), ("last", nn.Linear(3, 2)));
        Assert.Throws<InvalidOperationException>(() => between.forward(ones(1, 3)));

        using var atTheStart = nn.Sequential(("same", new Layer(x => x)), ("last", nn.Linear(3, 2)));
        var callers = ones(1, 3);
        atTheStart.forward(callers);
        Assert.True(callers.IsInvalid);
    }

    [Fact]
    public void A_layer_that_returns_an_alias_lets_values_and_gradients_through()
    {
        using var scope = NewDisposeScope();
        var (first, last) = (nn.Linear(3, 3), nn.Linear(3, 2));
        using var model = nn.Sequential(("first", first), ("same", new Layer(x => x.alias())), ("last", last));
        var input = ones(1, 3);

        var output = model.forward(input);
        output.sum().backward();

        Assert.Equal(last.forward(first.forward(input)).data<float>().ToArray(), output.data<float>().ToArray());
        Assert.NotEqual(0, first.weight.grad!.abs().sum().item<float>());
    }

    [Fact]
    public void Tensors_are_named_after_their_layers_the_parameters_first_and_then_the_buffers()
    {
        using var model = Network();

        // PyTorch lists a layer's buffers right after its parameters. Files go by names, so the order is for the optimizer's memory alone.
        string[] parameters = ["conv1.weight", "conv1.bias", "norm1.weight", "norm1.bias", "output.weight", "output.bias"];
        Assert.Equal([.. parameters, "norm1.running_mean", "norm1.running_var", "norm1.num_batches_tracked"], model.state_dict().Keys);
        Assert.Equal(parameters, model.named_parameters().Select(parameter => parameter.name));
    }

    [Fact]
    public void State_dict_gives_the_networks_own_tensors_so_copying_into_them_loads_it()
    {
        using var scope = NewDisposeScope();
        using var source = Network();
        using var target = Network();
        var images = rand(5, 1, 4, 4);
        source.forward(images); // moves the running means
        using (no_grad())
        using (NewDisposeScope())
        {
            var weights = source.state_dict();
            foreach (var (name, tensor) in target.state_dict()) tensor.copy_(weights[name]);
        }
        source.eval();
        target.eval();

        Assert.Equal(source.forward(images).data<float>().ToArray(), target.forward(images).data<float>().ToArray());
        Assert.All(target.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    private static nn.Module<Tensor, Tensor> Network() => nn.Sequential(
        ("conv1", nn.Conv2d(1, 2, 3)), ("norm1", nn.BatchNorm2d(2)), ("flatten", nn.Flatten()), ("output", nn.Linear(8, 3)));

    private sealed class Layer(Func<Tensor, Tensor> compute) : nn.Module<Tensor, Tensor>(nameof(Layer))
    {
        public override Tensor forward(Tensor input) => compute(input);
    }
}
