using System.Runtime.InteropServices;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Weights;

namespace MnistBlazor.ML.Evaluation;

/// <summary>The weights of softmax regression as images: which pixels speak for a class (over 0), which against it (below 0).</summary>
public static class WeightImages
{
    /// <returns>[classes][784], row by row.</returns>
    /// <exception cref="ArgumentException">Not softmax regression: only there a class has one weight for each pixel.</exception>
    /// <exception cref="FormatException">The weights are damaged.</exception>
    public static float[][] Of(TrainedModel model)
    {
        if (model.Spec is not SoftmaxRegressionSpec)
            throw new ArgumentException("Only softmax regression has a weight image for each class.", nameof(model));
        var weight = SafeTensorsFile.Parse(model.Weights).Tensors.GetValueOrDefault("linear.weight");
        if (weight is not { ElementType: "F32", Shape: [_, ImageSplit.PixelsPerImage] })
            throw new FormatException("The weights lack a 'linear.weight' with 784 numbers for each class.");
        return [.. MemoryMarshal.Cast<byte, float>(weight.Data.Span).ToArray().Chunk(ImageSplit.PixelsPerImage)];
    }
}
