using MnistBlazor.ML.Models;

namespace MnistBlazor.ML.Inference;

/// <summary>A network and its weights, as data. Immutable.</summary>
/// <param name="spec">The architecture.</param>
/// <param name="weights">A safetensors file of the parameters and buffers.</param>
public sealed class TrainedModel(ModelSpec spec, byte[] weights)
{
    public ModelSpec Spec { get; } = spec;

    public byte[] Weights { get; } = weights;
}
