using System.Globalization;

namespace MnistBlazor.ML.Models;

/// <summary>One layer as a drawing or a table shows it.</summary>
/// <param name="Name">As in the network and its weights' file, such as <c>linear1</c>.</param>
/// <param name="Kind">PyTorch's name of it: <c>Linear</c>, <c>ReLU</c>, <c>Conv2d</c>, ….</param>
/// <param name="InputShape">Without the batch's dimension: [784], or [1, 28, 28] channels, rows, columns.</param>
public sealed record LayerSummary(string Name, string Kind, int[] InputShape, int[] OutputShape, long ParameterCount);

/// <summary>The layers of a network and how many parameters they hold, without building it.</summary>
public sealed record ModelSummary(IReadOnlyList<LayerSummary> Layers, long ParameterCount)
{
    public static ModelSummary Of(ModelSpec model, int classes = 10)
    {
        var layers = model switch
        {
            SoftmaxRegressionSpec => Perceptron([], classes, output: "linear"),
            MultilayerPerceptronSpec perceptron => Perceptron(perceptron.HiddenLayers, classes, output: null),
            ConvolutionalNetworkSpec convolutional => Convolutional(convolutional, classes),
            _ => throw new NotSupportedException($"There is no summary of {model.GetType().Name}."),
        };
        return new(layers, layers.Sum(layer => layer.ParameterCount));
    }

    private static List<LayerSummary> Perceptron(IReadOnlyList<HiddenLayer> hidden, int classes, string? output)
    {
        var layers = new List<LayerSummary>();
        var width = 784;
        for (var i = 0; i < hidden.Count; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var (units, activation, dropout) = hidden[i];
            layers.Add(Linear("linear" + number, width, units));
            if (activation != Activation.None)
                layers.Add(new(activation.ToString().ToLowerInvariant() + number, activation.ToString(), [units], [units], 0));
            if (dropout > 0) layers.Add(new("dropout" + number, "Dropout", [units], [units], 0));
            width = units;
        }
        layers.Add(Linear(output ?? $"linear{hidden.Count + 1}", width, classes));
        return layers;
    }

    private static List<LayerSummary> Convolutional(ConvolutionalNetworkSpec model, int classes)
    {
        var layers = new List<LayerSummary> { new("image", "Unflatten", [784], [1, 28, 28], 0) };
        var (channels, side, number) = (1, 28, 1);
        foreach (var kernels in model.Channels)
        {
            int[] before = [channels, side, side];
            side = (side + model.Stride - 1) / model.Stride;
            int[] picture = [kernels, side, side];
            var weights = (long)model.KernelSize * model.KernelSize * channels;
            layers.Add(new($"conv{number}", "Conv2d", before, picture, (weights + 1) * kernels));
            if (model.BatchNorm) layers.Add(new($"norm{number}", "BatchNorm2d", picture, picture, 2L * kernels));
            layers.Add(new($"relu{number}", "ReLU", picture, picture, 0));
            if (model.Pools)
            {
                side /= 2;
                layers.Add(new($"pool{number}", "MaxPool2d", picture, [kernels, side, side], 0));
            }
            channels = kernels;
            number++;
        }
        var width = channels * side * side;
        layers.Add(new("flatten", "Flatten", [channels, side, side], [width], 0));
        if (model.HiddenUnits > 0)
        {
            layers.Add(Linear("linear1", width, model.HiddenUnits));
            width = model.HiddenUnits;
            layers.Add(new($"relu{number}", "ReLU", [width], [width], 0));
        }
        if (model.Dropout > 0) layers.Add(new("dropout", "Dropout", [width], [width], 0));
        layers.Add(Linear("output", width, classes));
        return layers;
    }

    private static LayerSummary Linear(string name, int inputs, int outputs) =>
        new(name, "Linear", [inputs], [outputs], ((long)inputs + 1) * outputs);
}
