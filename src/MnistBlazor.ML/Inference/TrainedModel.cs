using MnistBlazor.ML.Models;
using MnistBlazor.ML.Weights;

namespace MnistBlazor.ML.Inference;

/// <summary>A network and its weights, as data. Immutable and shared by whoever evaluates it or predicts with it.</summary>
/// <param name="spec">The architecture.</param>
/// <param name="weights">A safetensors file of the parameters and buffers, named <c>linear1.weight</c> and the like.</param>
public sealed class TrainedModel(ModelSpec spec, byte[] weights)
{
    public ModelSpec Spec { get; } = spec;

    public byte[] Weights { get; } = weights;

    /// <summary>The network with these weights, on the device and ready to predict. The caller disposes it.</summary>
    /// <exception cref="FormatException">The weights are damaged or those of another network.</exception>
    /// <exception cref="ArgumentException">The spec is out of its bounds.</exception>
    internal Module<Tensor, Tensor> ToNetwork(Device device)
    {
        var entries = SafeTensorsFile.Parse(Weights).Tensors;
        var network = Network.CreateForInference(Spec, ClassCount(entries), device);
        try
        {
            NetworkWeights.Load(network, entries);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>One bias of the last layer for each class.</summary>
    private int ClassCount(IReadOnlyDictionary<string, TensorEntry> entries)
    {
        var name = ModelSummary.Of(Spec).Layers[^1].Name + ".bias";
        return entries.GetValueOrDefault(name) is { Shape: [>= 1 and <= 1000 and var classes] }
            ? (int)classes
            : throw new FormatException($"The weights lack a '{name}' of 1 to 1,000 classes.");
    }
}
