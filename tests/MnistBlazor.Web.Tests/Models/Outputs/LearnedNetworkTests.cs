using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Models;
using MnistBlazor.Web.Models.Outputs;

namespace MnistBlazor.Web.Tests.Models.Outputs;

public sealed class LearnedNetworkTests
{
    [Fact]
    public void A_line_takes_the_mean_of_the_connections_from_its_band_to_its_class()
    {
        // 784 pixels are 28 rows, two to a line; class 3 wants the topmost two rows, and weights that cancel each other in the next two.
        var output = new float[10 * 784];
        for (var pixel = 0; pixel < 112; pixel++) output[(3 * 784) + pixel] = pixel < 56 ? 0.5f : pixel % 2 == 0 ? 0.5f : -0.5f;

        var fan = Learned(new SoftmaxRegressionSpec(), new LayerWeights("linear", [10, 784], output))!.Fans[0]!;

        Assert.Equal(NetworkGeometry.FanLines, fan.Length);
        Assert.Equal(0.5f, fan[0][3]);
        Assert.Equal(0f, fan[1][3]);
        Assert.Equal(0f, fan[0][2]);
    }

    [Fact]
    public void Every_connection_is_in_exactly_one_line()
    {
        var hidden = new LayerWeights("linear1", [256, 784], [.. Enumerable.Repeat(1f, 256 * 784)]);
        var output = new LayerWeights("linear2", [10, 256], [.. Enumerable.Range(0, 2560).Select(i => (float)(i / 256))]);

        var fans = Learned(new MultilayerPerceptronSpec([new HiddenLayer(256)]), hidden, output)!.Fans;

        Assert.All(fans[0]!, ends => Assert.All(ends, mean => Assert.Equal(1f, mean)));
        Assert.All(fans[1]!, ends => Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f], ends));
    }

    [Fact]
    public void Kernels_are_shared_by_all_pixels_and_pooling_has_nothing_to_show()
    {
        var kernels = new LayerWeights("conv1", [8, 1, 3, 3], [.. Enumerable.Range(0, 72).Select(i => (float)(i / 9))]);
        var output = new LayerWeights("output", [10, 8 * 14 * 14], new float[10 * 8 * 14 * 14]);

        var learned = Learned(new ConvolutionalNetworkSpec([8], HiddenUnits: 0), kernels, output)!;

        Assert.All(learned.Fans[0]!, ends => Assert.Equal([0f, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6, 7], ends));
        Assert.Null(learned.Fans[1]);
        Assert.Equal(Enumerable.Range(0, 8), learned.First.Select(kernel => kernel.Unit));
        Assert.All(learned.First, kernel => Assert.Equal(9, kernel.Weights.Length));
    }

    [Fact]
    public void Kernels_of_five_that_go_two_pixels_at_a_time_lead_from_column_to_column()
    {
        var learned = Learned(
            new ConvolutionalNetworkSpec([4, 6], HiddenUnits: 0) { KernelSize = 5, Strided = true },
            new LayerWeights("conv1", [4, 1, 5, 5], [.. Enumerable.Range(0, 100).Select(i => (float)(i / 25))]),
            new LayerWeights("conv2", [6, 4, 5, 5], new float[600]),
            new LayerWeights("output", [10, 6 * 7 * 7], new float[10 * 6 * 7 * 7]))!;

        Assert.Equal(3, learned.Fans.Count(fan => fan is not null));
        Assert.Equal(3, learned.Fans.Count);
        Assert.Equal([0f, 1, 2, 3], learned.Fans[0]![0].Distinct());
        Assert.All(learned.First, kernel => Assert.Equal(25, kernel.Weights.Length));
    }

    [Fact]
    public void Of_many_units_the_strongest_are_shown_first()
    {
        var hidden = new float[64 * 784];
        (hidden[5 * 784], hidden[60 * 784]) = (-3, 2);

        var learned = Learned(
            new MultilayerPerceptronSpec([new HiddenLayer(64)]),
            new LayerWeights("linear1", [64, 784], hidden), new LayerWeights("linear2", [10, 64], new float[640]))!;

        Assert.Equal((20, 64), (learned.First.Count, learned.FirstUnits));
        Assert.Equal([5, 60], learned.First.Take(2).Select(unit => unit.Unit));
    }

    [Fact]
    public void The_weights_of_another_network_are_not_shown()
    {
        var output = new LayerWeights("linear2", [10, 64], new float[640]);

        Assert.Null(Learned(
            new MultilayerPerceptronSpec([new HiddenLayer(64)]), new LayerWeights("linear1", [32, 784], new float[32 * 784]), output));
        Assert.Null(Learned(new SoftmaxRegressionSpec(), output));
        Assert.Null(Learned(new SoftmaxRegressionSpec()));
    }

    [Fact]
    public void A_unit_tells_what_reaches_it_and_a_kernel_is_a_square_for_each_map()
    {
        LayerWeights[] layers = [new("linear2", [2, 3], [1, -2, 3, 4, -5, 6]), new("conv2", [1, 2, 3, 3], new float[18])];

        var unit = UnitWeights.Of(layers, "linear2", 1)!;
        Assert.Equal((2, 1, 6f), (unit.For, unit.Against, unit.Strongest));
        Assert.Equal([9, 9], UnitWeights.Of(layers, "conv2", 0)!.Squares.Select(square => square.Length));
        Assert.Null(UnitWeights.Of(layers, "linear2", 2));
        Assert.Null(UnitWeights.Of(layers, "linear9", 0));
    }

    private static LearnedNetwork? Learned(ModelSpec model, params LayerWeights[] layers) =>
        LearnedNetwork.Of(new NetworkGeometry(ModelSummary.Of(model).Layers).Stages, layers);
}
