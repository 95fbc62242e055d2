using System.Runtime.InteropServices;
using System.Text.Json;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Inspection;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Weights;

namespace MnistBlazor.ML.Tests.Inspection;

/// <summary>Inside a network is what PyTorch finds there: tests/oracle/inspection.py.</summary>
public class InspectorTests
{
    internal const int Classes = 5;

    internal static readonly Dictionary<string, Seen> Oracle = JsonSerializer.Deserialize<Dictionary<string, Seen>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Inspection", "inspection-oracle.json")), JsonSerializerOptions.Web)!;

    internal static readonly Dictionary<string, ModelSpec> Specs = new()
    {
        ["softmax"] = new SoftmaxRegressionSpec(),
        ["mlp"] = new MultilayerPerceptronSpec([new(12), new(9, Activation.Tanh, Dropout: 0.5)]),
        ["cnn"] = new ConvolutionalNetworkSpec([3, 4], HiddenUnits: 8, Dropout: 0.5),
        ["strided"] = new ConvolutionalNetworkSpec([3, 4], HiddenUnits: 8) { KernelSize = 5, Strided = true },
    };

    public static TheoryData<string> Networks => [.. Specs.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Layers_margin_and_evidence_are_PyTorchs(string network)
    {
        using var inspector = new Inspector(Model(Specs[network]));
        var (seen, found) = (Oracle[network], inspector.Inspect(Picture(0)));

        Assert.Equal((seen.Answer, seen.RunnerUp), (found.Answer, found.RunnerUp));
        Assert.Equal(seen.Layers.Length, found.Layers.Count);
        Assert.All(seen.Layers.Zip(found.Layers), layer => AssertNear(layer.First, layer.Second.Values));
        Assert.All(found.Layers, layer => Assert.Equal(layer.Layer.OutputShape.Aggregate(1, (a, b) => a * b), layer.Values.Length));
        Assert.Equal(found.Scores, found.Layers[^1].Values);
        Assert.Equal(1, found.Probabilities.Sum(), 1e-5);
        AssertNear(seen.Evidence, found.Evidence);
        Assert.Equal(seen.Heat is null, found.ClassActivation is null);
        if (seen.Heat is not null) AssertNear(seen.Heat, found.ClassActivation!);
    }

    [Fact]
    public void With_one_layer_the_evidence_of_a_class_and_its_bias_are_its_score()
    {
        var model = Model(Specs["softmax"]);
        using var inspector = new Inspector(model);
        var found = inspector.Inspect(Picture(0));
        var biases = MemoryMarshal.Cast<byte, float>(SafeTensorsFile.Parse(model.Weights).Tensors["linear.bias"].Data.Span);

        Assert.Equal(found.Scores[found.Answer], found.ByClass!.Value.Answer.Sum() + biases[found.Answer], 1e-4);
        Assert.Equal(found.Scores[found.RunnerUp], found.ByClass!.Value.RunnerUp.Sum() + biases[found.RunnerUp], 1e-4);
        AssertNear([.. found.ByClass!.Value.Answer.Zip(found.ByClass!.Value.RunnerUp, (a, b) => a - b)], found.Evidence);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_nearest_training_images_are_PyTorchs_the_second_time_too(string network)
    {
        using var inspector = new Inspector(Model(Specs[network]));
        var training = Pictures();

        var found = inspector.Nearest(Picture(0), training);

        Assert.Equal(Oracle[network].Nearest.Select(pair => (int)pair[0]), found.Select(one => one.Index));
        AssertNear([.. Oracle[network].Nearest.Select(pair => (float)pair[1])], [.. found.Select(one => one.Distance)]);
        Assert.All(found, one => Assert.Equal(one.Index % Classes, one.Label));
        Assert.Equal(found, inspector.Nearest(Picture(0), training));
        var itself = inspector.Nearest(Picture(1), training)[0];
        Assert.Equal(0, itself.Index);
        Assert.Equal(0, itself.Distance, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Pixels_are_changed_in_PyTorchs_order_until_the_answer_is_another(string network)
    {
        var model = Model(Specs[network]);
        using var inspector = new Inspector(model);
        var seen = Oracle[network].Edit;
        var picture = Picture(seen.Picture);

        var edit = inspector.Edit(picture);

        Assert.Equal((seen.From, seen.To), (edit.From, edit.To));
        Assert.True(edit.Flips);
        Assert.Equal(seen.Edits.Where(one => one[1] == 1).Select(one => one[0]), edit.Added);
        Assert.Equal(seen.Edits.Where(one => one[1] == 0).Select(one => one[0]), edit.Removed);
        using var predictor = new Predictor(model);
        var probabilities = predictor.Predict(edit.Image);
        Assert.Equal(edit.To, Array.IndexOf(probabilities, probabilities.Max()));
        Assert.Equal(edit.Count, picture.Zip(edit.Image).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public void A_network_without_any_slope_is_left_alone()
    {
        using var inspector = new Inspector(Model(new MultilayerPerceptronSpec([new(8)]), scale: 0));

        var edit = inspector.Edit(Picture(0));

        Assert.False(edit.Flips);
        Assert.Equal(0, edit.Count);
        Assert.Equal(Picture(0), edit.Image);
    }

    [Fact]
    public void Wide_features_are_compared_on_fewer_images()
    {
        var training = new ImageSplit(new byte[6000 * 784], new byte[6000], Classes);
        using var narrow = new Inspector(Model(Specs["cnn"]));
        using var wide = new Inspector(Model(new ConvolutionalNetworkSpec([16], HiddenUnits: 0)));

        Assert.Equal(5000, narrow.ComparedImages(training));
        Assert.Equal(4_000_000 / (16 * 14 * 14), wide.ComparedImages(training));
        Assert.Throws<ArgumentException>(() => narrow.Inspect(new byte[783]));
    }

    // As in the oracle: each tensor drawn from its place among the parameters.
    internal static TrainedModel Model(ModelSpec spec, float? scale = null)
    {
        using var generator = new TorchSharp.torch.Generator(0);
        using var network = Network.Create(spec, Classes, generator, generator, TorchSharp.torch.CPU);
        var entries = NetworkWeights.Of(network);
        foreach (var (number, (name, parameter)) in network.named_parameters().Index())
        {
            var shape = parameter.shape;
            var factor = scale ?? (shape.Length > 1 ? Math.Sqrt(6.0 / shape[1..].Aggregate(1L, (a, b) => a * b)) : 0.1);
            Replace(name, [.. Draws((int)parameter.numel(), (uint)number).Select(value => (float)(value * factor))]);
        }
        foreach (var name in entries.Keys.Where(name => name.StartsWith("norm", StringComparison.Ordinal)).ToArray())
        {
            var more = name.Split('.')[1] switch { "weight" => 1f, "running_mean" => 0.1f, "running_var" => 0.5f, _ => 0 };
            var values = MemoryMarshal.Cast<byte, float>(entries[name].Data.Span).ToArray();
            if (more > 0) Replace(name, [.. values.Select(value => value + more)]);
        }
        return TrainedModel.Of(spec, entries, null);

        void Replace(string name, float[] values) =>
            entries[name] = new("F32", entries[name].Shape, MemoryMarshal.AsBytes<float>(values).ToArray());
    }

    /// <summary>The pictures 1 to 40, of each class in turn.</summary>
    internal static ImageSplit Pictures() => new(
        Enumerable.Range(1, 40).SelectMany(Picture).ToArray(),
        Enumerable.Range(0, 40).Select(i => (byte)(i % Classes)).ToArray(), Classes);

    internal static byte[] Picture(int number) => [.. Draws(784, 1000 + (uint)number).Select(value => (byte)(Math.Max(0, value) * 255))];

    private static IEnumerable<double> Draws(int count, uint seed)
    {
        for (var i = 0; i < count; i++)
        {
            seed = unchecked((1664525 * seed) + 1013904223);
            yield return (seed / 2147483648.0) - 1;
        }
    }

    internal static void AssertNear(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        var scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-5 * scale));
    }

    internal sealed record Seen(
        int Answer, int RunnerUp, float[][] Layers, float[] Evidence, float[]? Heat, double[][] Nearest, SeenEdit Edit, SeenMap Map,
        SeenAblation Ablation);

    internal sealed record SeenMap(float[] Coordinates, float[] Shares, double[] SameInLayer, double[] SameInPicture);

    internal sealed record SeenAblation(int[] Right, int[][] Without);

    internal sealed record SeenEdit(int Picture, int From, int To, int[][] Edits);
}
