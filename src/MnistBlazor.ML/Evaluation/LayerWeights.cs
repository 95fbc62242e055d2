using System.Runtime.InteropServices;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Weights;

namespace MnistBlazor.ML.Evaluation;

/// <summary>The weights of one layer of a trained network, as plain numbers.</summary>
/// <param name="Layer">Its name, such as <c>linear1</c>.</param>
/// <param name="Shape">[units, inputs], or [kernels, channels, rows, columns] of a convolution.</param>
/// <param name="Values">All of one unit, then all of the next.</param>
public sealed record LayerWeights(string Layer, int[] Shape, float[] Values)
{
    public int Units => Shape[0];

    public int PerUnit => Values.Length / Units;

    /// <summary>What reaches one unit, or the kernel of one map: [inputs], or [channels * rows * columns].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    public ReadOnlySpan<float> Of(int unit) => Values.AsSpan(unit * PerUnit, PerUnit);

    /// <summary>Every layer that has weights, from the pixels on.</summary>
    /// <exception cref="FormatException">The weights are damaged or those of another network.</exception>
    public static IReadOnlyList<LayerWeights> Of(TrainedModel model)
    {
        var tensors = SafeTensorsFile.Parse(model.Weights).Tensors;
        return [.. ModelSummary.Of(model.Spec, model.ClassNames.Count).Layers
            .Where(layer => layer.Kind is "Linear" or "Conv2d")
            .Select(layer => Read(layer.Name, tensors.GetValueOrDefault(layer.Name + ".weight")))];
    }

    private static LayerWeights Read(string layer, TensorEntry? weight) =>
        weight is { ElementType: "F32", Shape: [> 0, _] or [> 0, _, _, _] }
            ? new(layer, [.. weight.Shape.Select(size => (int)size)], MemoryMarshal.Cast<byte, float>(weight.Data.Span).ToArray())
            : throw new FormatException($"The weights lack a '{layer}.weight' of 32-bit numbers.");
}
