using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;

namespace MnistBlazor.Web.Models.Outputs;

/// <summary>What reaches one unit of a trained network, or one kernel.</summary>
/// <param name="Unit">From 0.</param>
/// <param name="Shape">Of the layer's weights.</param>
/// <param name="Weights">Of this unit alone.</param>
public sealed record UnitWeights(string Layer, int Unit, int[] Shape, float[] Weights)
{
    /// <summary>One weight for each pixel: they are an image.</summary>
    public bool IsImage => Shape is [_, ImageSplit.PixelsPerImage];

    public bool IsKernel => Shape.Length == 4;

    /// <summary>Of a kernel: a small square for each map before it, row by row.</summary>
    public IReadOnlyList<float[]> Squares => [.. Weights.Chunk(Shape[2] * Shape[3])];

    public float Strongest => Weights.Select(Math.Abs).DefaultIfEmpty(0).Max();

    /// <summary>The input with the largest weight.</summary>
    public int For => Array.IndexOf(Weights, Weights.Max());

    /// <summary>The input with the least weight.</summary>
    public int Against => Array.IndexOf(Weights, Weights.Min());

    /// <returns>Null: there is no such layer or unit.</returns>
    public static UnitWeights? Of(IReadOnlyList<LayerWeights> layers, string layer, int unit) =>
        layers.FirstOrDefault(weights => weights.Layer == layer) is { } found && unit >= 0 && unit < found.Units
            ? new(layer, unit, found.Shape, found.Of(unit).ToArray())
            : null;
}
