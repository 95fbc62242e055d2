using Bunit;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inspection;
using MnistBlazor.ML.Models;
using MnistBlazor.Web.Components.Inside;
using MnistBlazor.Web.Models.Inside;

namespace MnistBlazor.Web.Tests.Components.Inside;

/// <summary>What is seen inside a network, as pictures and in words.</summary>
public sealed class InsideViewsTests : ComponentTest
{
    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    [Fact]
    public void Of_one_layer_the_evidence_of_both_classes_is_shown_and_what_is_between_them()
    {
        var (answer, runnerUp) = (At((0, 3), (27, -1)), At((0, 1)));
        var view = Render<EvidenceView>(parameters => parameters.Add(view => view.Value, Inside(
            new SoftmaxRegressionSpec(), At((0, 2), (783, -1)), byClass: (answer, runnerUp))));

        Assert.Equal(3, view.FindAll("img").Count);
        Assert.Equal(
            "Pixels that speak for 7 add up to 2.00, most of it in the upper left. "
            + "Those that speak for 9 add up to 1.00, most of it in the lower right.",
            Words(view, "[data-value=evidence]"));
    }

    [Fact]
    public void A_convolutional_network_shows_where_its_last_maps_speak_for_the_answer()
    {
        var view = Render<EvidenceView>(parameters => parameters.Add(view => view.Value, Inside(
            new ConvolutionalNetworkSpec([2]), At((0, 2)), heat: At((14 * 28 + 14, 1)))));

        Assert.Equal(2, view.FindAll("img").Count);
        Assert.EndsWith("None speaks for 9. The last maps speak for 7 most in the middle.", Words(view, "[data-value=evidence]"));
    }

    [Fact]
    public void A_layer_is_shown_once_with_its_activation_and_only_the_first_says_what_it_responds_to()
    {
        var view = Render<LayersView>(parameters => parameters.Add(
            view => view.Value, Inside(new MultilayerPerceptronSpec([new(8), new(8, Activation.None)]), At((0, 1)))));

        Assert.Equal(["relu1", "linear2"], view.FindAll("[data-layer]").Select(layer => layer.GetAttribute("data-layer")));
        Assert.Single(view.FindAll("[data-layer=relu1] img.weights"));
        Assert.Empty(view.FindAll("[data-layer=linear2] img.weights"));
    }

    [Fact]
    public void Of_a_convolutional_network_the_kernels_and_the_maps_of_every_block_are_shown()
    {
        var view = Render<LayersView>(parameters => parameters.Add(
            view => view.Value, Inside(new ConvolutionalNetworkSpec([2, 3], HiddenUnits: 8), At((0, 1)))));

        Assert.Equal(
            [
                "The 2 kernels of conv1", "relu1: 2 maps of 28 × 28", "pool1: 2 maps of 14 × 14", "relu2: 3 maps of 14 × 14",
                "pool2: 3 maps of 7 × 7",
            ],
            view.FindAll("figcaption").Select(caption => caption.TextContent));
        Assert.Equal(["relu3"], view.FindAll("[data-layer]").Select(layer => layer.GetAttribute("data-layer")));
    }

    [Fact]
    public void The_strongest_unit_is_chosen_at_first_and_the_slider_chooses_another_within_its_bounds()
    {
        var layer = new LayerActivations(new("relu1", "ReLU", [8], [8], 0), [0, 1, 0, 0, 0, 3, 0, 0]);
        var cells = Render<ActivationCells>(parameters => parameters.Add(cells => cells.Value, layer));
        string Chosen() => cells.Find(".unit").GetAttribute("data-chosen")!;

        Assert.Equal("6", Chosen());
        Assert.Equal("2 of 8 units are above 0. Strongest: 6 (3.00), 2 (1.00), 1 (0.00).", Words(cells, ".caption"));
        cells.Find("input").Input("2");
        Assert.Equal("2", Chosen());
        Assert.Equal("Unit 2: 1.00.", cells.Find("input").GetAttribute("aria-valuetext"));
        foreach (var wrong in (string[])["0", "9", "-1", "x", "1.5", "99999999999"]) cells.Find("input").Input(wrong);
        Assert.Equal("2", Chosen());
    }

    [Fact]
    public void Maps_are_about_as_large_as_the_drawing_whatever_the_layer()
    {
        var few = InsidePictures.Maps(new float[3 * 14 * 14], 3, 14);
        var many = InsidePictures.Maps(new float[64 * 28 * 28], 64, 28);

        Assert.Equal((3 * 29 - 1, 28, 2), (few.Width, few.Height, few.Scale));
        Assert.Equal((16 * 29 - 1, 4 * 29 - 1, 1), (many.Width, many.Height, many.Scale));
    }

    [Fact]
    public void Where_something_is_strongest_is_one_of_nine_fields()
    {
        Assert.Equal("upper-right", Region.Strongest(At((20, 1), (27, 1), (783, -5))));
        Assert.Equal("lower-right", Region.Strongest(At((20, 1), (783, -5)), -1));
        Assert.Equal("left", Region.Strongest(At((13 * 28, 1))));
        Assert.Null(Region.Strongest(new float[784]));
    }

    private static NetworkInside Inside(
        ModelSpec spec, float[] evidence, (float[], float[])? byClass = null, float[]? heat = null)
    {
        var layers = ModelSummary.Of(spec).Layers.Where(layer => layer.Kind is not ("Unflatten" or "Flatten"))
            .Select(layer => new LayerActivations(layer, new float[layer.OutputShape.Aggregate(1, (a, b) => a * b)])).ToList();
        var scores = Enumerable.Range(0, 10).Select(digit => digit switch { 7 => 3f, 9 => 2f, _ => 0 }).ToArray();
        var first = spec switch
        {
            MultilayerPerceptronSpec => new LayerWeights("linear1", [8, 784], new float[8 * 784]),
            ConvolutionalNetworkSpec => new LayerWeights("conv1", [2, 1, 3, 3], new float[18]),
            _ => null,
        };
        var last = new LayerWeights("output", [10, 8], new float[80]);
        return new(new byte[784], new(scores, scores, 7, 9, layers, evidence, byClass, heat), Digits, first, last);
    }

    private static float[] At(params (int Pixel, float Value)[] values)
    {
        var image = new float[784];
        foreach (var (pixel, value) in values) image[pixel] = value;
        return image;
    }

    private static string Words<T>(IRenderedComponent<T> view, string selector) where T : Microsoft.AspNetCore.Components.IComponent =>
        string.Join(' ', view.Find(selector).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
