using MnistBlazor.ML.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistBlazor.ML.Tests.Models;

public class NetworkTests
{
    public static TheoryData<string> Specs =>
        ["softmax", "no hidden layer", "256-256", "all activations", "dropout", "cnn", "plain cnn", "wide kernels", "strided cnn"];

    [Fact]
    public void Softmax_regression_has_7850_parameters() => Assert.Equal(7850, ModelSummary.Of(new SoftmaxRegressionSpec()).ParameterCount);

    [Fact]
    public void The_articles_perceptron_has_269322_parameters() =>
        Assert.Equal(269_322, ModelSummary.Of(Spec("256-256")).ParameterCount); // 784*256+256 + 256*256+256 + 256*10+10

    [Theory]
    [MemberData(nameof(Specs))]
    public void The_summary_is_that_of_the_network_that_is_built(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var network = Network.Create(Spec(name), 10, generator, generator, CPU);

        var summary = ModelSummary.Of(Spec(name));

        var layers = network.named_children().ToList();
        Assert.Equal(layers.Select(layer => layer.name), summary.Layers.Select(layer => layer.Name));
        Assert.Equal(network.parameters().Sum(parameter => parameter.numel()), summary.ParameterCount);
        var values = zeros(1, 784);
        foreach (var ((_, module), layer) in layers.Zip(summary.Layers))
        {
            Assert.Equal(layer.InputShape.Select(size => (long)size), values.shape[1..]);
            values = ((torch.nn.Module<Tensor, Tensor>)module).forward(values);
            Assert.Equal(layer.OutputShape.Select(size => (long)size), values.shape[1..]);
            Assert.Equal(layer.ParameterCount, module.parameters().Sum(parameter => parameter.numel()));
        }
    }

    [Theory]
    [InlineData(WeightInitialization.Default, 0.0625, true)]   // 1 / sqrt(256)
    [InlineData(WeightInitialization.Xavier, 0.1443, false)]   // sqrt(6 / (256 + 32))
    [InlineData(WeightInitialization.He, 0.1531, false)]       // sqrt(6 / 256)
    [InlineData(WeightInitialization.Zeros, 0, false)]
    public void Weights_start_evenly_spread_within_the_bound_of_their_initialization(WeightInitialization kind, double bound, bool biases)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var spec = new MultilayerPerceptronSpec([new(256), new(32)], kind);
        using var network = Network.Create(spec, 10, generator, generator, CPU);

        var parameters = network.state_dict();
        var weight = parameters["linear2.weight"];
        Assert.Equal(bound, weight.max().item<float>(), tolerance: 0.001);
        Assert.Equal(-bound, weight.min().item<float>(), tolerance: 0.001);
        Assert.Equal(bound / Math.Sqrt(3), weight.std().item<float>(), tolerance: 0.002); // of a uniform distribution
        Assert.Equal(biases, parameters["linear2.bias"].abs().sum().item<float>() > 0);
    }

    [Fact]
    public void Dropout_silences_its_share_keeps_the_mean_and_rests_when_evaluating()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var dropout = new SeededDropout(0.3, generator);
        var ones = torch.ones(100_000);

        var trained = dropout.forward(ones);
        Assert.Equal(0.3, trained.eq(0).to(float32).mean().item<float>(), tolerance: 0.01);
        Assert.Equal(1, trained.mean().item<float>(), tolerance: 0.01);

        dropout.eval();
        Assert.True(dropout.forward(ones).eq(1).all().item<bool>());
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(1025, 0)]
    [InlineData(64, -0.1)]
    [InlineData(64, 0.95)]
    [InlineData(64, double.NaN)]
    public void A_network_out_of_bounds_is_refused(int units, double dropout) =>
        Assert.Throws<ArgumentException>(() => ModelBounds.Check(new MultilayerPerceptronSpec([new(units, Activation.ReLU, dropout)])));

    [Theory]
    [InlineData(0, 8, 64, 0)]
    [InlineData(5, 8, 64, 0)]
    [InlineData(2, 0, 64, 0)]
    [InlineData(2, 129, 64, 0)]
    [InlineData(2, 8, 4, 0)]
    [InlineData(2, 8, 1025, 0)]
    [InlineData(2, 8, 64, 1)]
    public void A_convolutional_network_out_of_bounds_is_refused(int blocks, int channels, int hiddenUnits, double dropout)
    {
        var spec = new ConvolutionalNetworkSpec([.. Enumerable.Repeat(channels, blocks)], hiddenUnits, BatchNorm: true, dropout);

        Assert.Throws<ArgumentException>(() => ModelBounds.Check(spec));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void A_kernel_is_3_or_5_pixels_wide(int size) =>
        Assert.Throws<ArgumentException>(() => ModelBounds.Check(new ConvolutionalNetworkSpec([8]) { KernelSize = size }));

    [Fact]
    public void Seven_hidden_layers_are_one_too_many() =>
        Assert.Throws<ArgumentException>(
            () => ModelBounds.Check(new MultilayerPerceptronSpec([.. Enumerable.Repeat(new HiddenLayer(64), 7)])));

    private static ModelSpec Spec(string name) => name switch
    {
        "softmax" => new SoftmaxRegressionSpec(),
        "no hidden layer" => new MultilayerPerceptronSpec([]),
        "256-256" => new MultilayerPerceptronSpec([new(256), new(256)]),
        "all activations" => new MultilayerPerceptronSpec(
            [.. Enum.GetValues<Activation>().Select(activation => new HiddenLayer(16, activation))]),
        "dropout" => new MultilayerPerceptronSpec([new(32, Activation.ReLU, 0.2), new(16, Activation.None, 0.5)]),
        "cnn" => new ConvolutionalNetworkSpec([8, 16, 32], HiddenUnits: 64, BatchNorm: true, Dropout: 0.2),
        "plain cnn" => new ConvolutionalNetworkSpec([4, 6, 8, 10], HiddenUnits: 0, BatchNorm: false),
        "wide kernels" => new ConvolutionalNetworkSpec([4, 6], HiddenUnits: 0) { KernelSize = 5 },
        "strided cnn" => new ConvolutionalNetworkSpec([4, 6, 8, 10], HiddenUnits: 16) { KernelSize = 5, Strided = true }, // 28, 14, 7, 4, 2
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
