using Bunit;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Models;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Outputs;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class NetworkDrawingTests : ComponentTest
{
    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    [Fact]
    public void A_network_of_one_layer_shows_the_connections_of_the_output_that_is_clicked()
    {
        var drawing = RenderDrawing(new SoftmaxRegressionSpec());
        var (caption, edges) = (drawing.Find("figcaption").TextContent, drawing.Find("path.edge").GetAttribute("d"));

        drawing.FindAll("g.unit")[7].Click();

        Assert.Equal(["7"], drawing.FindAll("g.unit[aria-pressed=true] text").Select(name => name.TextContent));
        Assert.NotEqual(caption, drawing.Find("figcaption").TextContent);
        Assert.NotEqual(edges, drawing.Find("path.edge").GetAttribute("d"));
    }

    [Theory]
    [InlineData("Enter", "true")]
    [InlineData(" ", "true")]
    [InlineData("x", "false")]
    public void The_keyboard_selects_as_the_mouse_does(string key, string pressed)
    {
        var drawing = RenderDrawing(new SoftmaxRegressionSpec());

        drawing.FindAll("g.unit")[0].KeyDown(key);

        Assert.Equal(pressed, drawing.FindAll("g.unit")[0].GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Once_trained_an_output_shows_what_it_has_learned()
    {
        var drawing = RenderDrawing(new SoftmaxRegressionSpec());
        Assert.Empty(drawing.FindAll("image"));

        drawing.Render(parameters => parameters.Add(drawing => drawing.Weights, [.. Digits.Select(_ => new float[784])]));

        Assert.StartsWith("data:image/png", drawing.Find("image").GetAttribute("href"));
        Assert.StartsWith("What output 3 has learned", drawing.Find("figcaption").TextContent);
    }

    [Fact]
    public void A_deeper_network_is_drawn_stage_by_stage_and_has_nothing_to_press()
    {
        var drawing = RenderDrawing(new MultilayerPerceptronSpec([new HiddenLayer(256, Activation.ReLU)]));

        Assert.Equal(["784", "256", "10"], drawing.FindAll("text.size").Select(size => size.TextContent));
        Assert.Empty(drawing.FindAll("[role=button]"));
    }

    [Fact]
    public async Task Once_trained_a_deeper_network_takes_colours_and_a_place_or_the_keys_choose_a_unit()
    {
        var model = new MultilayerPerceptronSpec([new HiddenLayer(256)]);
        var stages = new NetworkGeometry(ModelSummary.Of(model).Layers).Stages;
        var drawing = RenderDrawing(model);
        var chosen = new List<(int, int)>();

        drawing.Render(parameters => parameters
            .Add(drawing => drawing.Learned, LearnedNetwork.Of(stages, [Layer("linear1", 256, 784), Layer("linear2", 10, 256)]))
            .Add(drawing => drawing.OnChoose, chosen.Add));
        Assert.NotEmpty(drawing.FindAll("path.edge.for"));
        Assert.Equal(["1", "2"], drawing.FindAll("[role=button]").Select(column => column.GetAttribute("data-stage")));

        await drawing.Instance.PointedAt(1, stages[1].X + 1, 1e6);
        await drawing.Instance.Moved(2, 0, 1);
        await drawing.Instance.PointedAt(0, 1, 1);
        await drawing.Instance.PointedAt(3, 1, 1);
        await drawing.Instance.PointedAt(1, double.NaN, 1);
        await drawing.Instance.Moved(1, int.MinValue, 5);

        Assert.Equal([(1, 240), (2, 1)], chosen);
    }

    private static LayerWeights Layer(string name, int units, int inputs) =>
        new(name, [units, inputs], [.. Enumerable.Range(0, units * inputs).Select(i => i % 3 - 0.5f)]);

    private IRenderedComponent<NetworkDrawing> RenderDrawing(ModelSpec model) => Render<NetworkDrawing>(parameters => parameters
        .Add(drawing => drawing.Layers, ModelSummary.Of(model).Layers)
        .Add(drawing => drawing.ClassNames, Digits));
}
