using MnistBlazor.ML.Models;
using MnistBlazor.Web.Models.Outputs;

namespace MnistBlazor.Web.Tests.Models.Outputs;

public sealed class NetworkGeometryTests
{
    private static LayerSummary[] Softmax { get; } = [new("linear", "Linear", [784], [10], 7850)];

    private static LayerSummary[] Perceptron { get; } =
    [
        new("linear1", "Linear", [784], [256], 200_960),
        new("relu1", "ReLU", [256], [256], 0),
        new("linear2", "Linear", [256], [10], 2570),
    ];

    [Fact]
    public void Softmax_regression_is_a_square_of_pixels_and_ten_circles()
    {
        var geometry = new NetworkGeometry(Softmax);

        Assert.Equal(2, geometry.Stages.Count);
        Assert.Equal((28 * NetworkGeometry.Pitch, 28 * NetworkGeometry.Pitch), (geometry.Stages[0].Width, geometry.Stages[0].Height));
        Assert.True(geometry.Stages[1].IsOutput);
        Assert.Equal(10, geometry.Stages[1].Units);
    }

    [Fact]
    public void Sizes_are_real_and_an_activation_is_no_column_of_its_own()
    {
        var geometry = new NetworkGeometry(Perceptron);

        Assert.Equal([784, 256, 10], geometry.Stages.Select(stage => stage.Units));
        Assert.Equal(16 * NetworkGeometry.Pitch, geometry.Stages[1].Width);
        Assert.Equal(["ReLU"], geometry.Stages[1].Activations);
    }

    [Fact]
    public void Columns_neither_touch_nor_leave_the_picture()
    {
        var geometry = new NetworkGeometry(Perceptron);

        foreach (var (left, right) in geometry.Stages.Zip(geometry.Stages.Skip(1))) Assert.True(left.X + left.Width < right.X);
        Assert.All(geometry.Stages, stage => Assert.InRange(geometry.Top(stage), 0, geometry.PictureHeight - stage.Height));
        Assert.True(geometry.Stages[^1].X + geometry.Stages[^1].Width < geometry.Width);
    }

    [Fact]
    public void Images_of_a_convolution_are_a_pile()
    {
        var geometry = new NetworkGeometry(
            [new("conv1", "Conv2d", [1, 28, 28], [32, 26, 26], 320), new("linear", "Linear", [21632], [10], 216_330)]);

        var pile = geometry.Pile(geometry.Stages[1]).ToArray();
        Assert.Equal(5, pile.Length);
        Assert.All(pile, image => Assert.Equal(26 * NetworkGeometry.Pitch, image.Side));
    }

    [Fact]
    public void Only_what_computes_or_shrinks_is_a_column()
    {
        var geometry = new NetworkGeometry(
        [
            new("image", "Unflatten", [784], [1, 28, 28], 0),
            new("conv1", "Conv2d", [1, 28, 28], [8, 28, 28], 80),
            new("norm1", "BatchNorm2d", [8, 28, 28], [8, 28, 28], 16),
            new("relu1", "ReLU", [8, 28, 28], [8, 28, 28], 0),
            new("pool1", "MaxPool2d", [8, 28, 28], [8, 14, 14], 0),
            new("flatten", "Flatten", [8, 14, 14], [1568], 0),
            new("output", "Linear", [1568], [10], 15_690),
        ]);

        Assert.Equal([784, 8 * 28 * 28, 8 * 14 * 14, 10], geometry.Stages.Select(stage => stage.Units));
        Assert.Equal(["BatchNorm2d", "ReLU"], geometry.Stages[1].Activations);
    }

    [Fact]
    public void Before_training_every_pixel_has_its_line()
    {
        var geometry = new NetworkGeometry(Softmax);

        var (css, path) = Assert.Single(geometry.Connections(geometry.Stages[0], geometry.Stages[1], 3, null, 0));

        Assert.Equal("plain", css);
        Assert.Equal(784, path.Count(character => character == 'M'));
    }

    [Fact]
    public void After_training_lines_are_grouped_by_sign_and_strength_and_weak_ones_left_out()
    {
        var geometry = new NetworkGeometry(Softmax);
        var weights = new float[784];
        (weights[0], weights[1], weights[2], weights[3]) = (1f, -1f, 0.5f, 0.05f);

        var groups = geometry.Connections(geometry.Stages[0], geometry.Stages[1], 0, weights, strongest: 1);

        Assert.Equal(["for level-2", "against level-4", "for level-4"], groups.Select(group => group.Css));
        Assert.All(groups, group => Assert.Single(group.Path, character => character == 'M'));
    }

    [Fact]
    public void A_place_on_a_column_is_the_unit_whose_dot_is_there()
    {
        var geometry = new NetworkGeometry(Perceptron);
        var hidden = geometry.Stages[1];

        Assert.All(Enumerable.Range(0, hidden.Units), unit =>
        {
            var (x, y) = geometry.Unit(hidden, unit);
            Assert.Equal(unit, geometry.UnitAt(hidden, x, y));
        });
        Assert.Equal(255, geometry.UnitAt(hidden, 1e9, 1e9));
        Assert.Equal(0, geometry.UnitAt(hidden, -1e9, -1e9));
    }

    [Fact]
    public void Lines_of_a_fan_are_grouped_by_what_they_stand_for_and_pale_ones_left_out()
    {
        var geometry = new NetworkGeometry(Perceptron);
        var means = Enumerable.Range(0, NetworkGeometry.FanLines).Select(_ => new float[10]).ToArray();
        (means[0][0], means[0][1], means[1][0]) = (0.4f, -0.2f, 0.01f);

        var groups = geometry.Fan(geometry.Stages[1], geometry.Stages[2], means);

        Assert.Equal(["against level-2", "for level-4"], groups.Select(group => group.Css));
    }

    [Fact]
    public void A_network_without_layers_is_an_empty_picture() => Assert.Empty(new NetworkGeometry([]).Stages);
}
