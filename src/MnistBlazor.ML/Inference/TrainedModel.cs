using System.Text.Json;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.ML.Weights;

namespace MnistBlazor.ML.Inference;

/// <summary>A network and its weights, as data. Immutable and shared by whoever evaluates it or predicts with it.</summary>
/// <param name="spec">The architecture.</param>
/// <param name="weights">A safetensors file of the parameters and buffers, named <c>linear1.weight</c> and the like.</param>
public sealed class TrainedModel(ModelSpec spec, byte[] weights)
{
    /// <summary>The file's metadata under this name are the names of the classes, a JSON list.</summary>
    internal const string ClassesKey = "classes";

    private IReadOnlyList<string>? _classNames;

    public ModelSpec Spec { get; } = spec;

    public byte[] Weights { get; } = weights;

    /// <summary>
    /// What it was trained with, where that is known. It is not in the file, which may be given away before a secret fault is told.
    /// </summary>
    internal TrainingOptions? TrainedBy { get; init; }

    /// <summary>What the network tells apart, by label. They travel in the file; where it has none, they are the numbers from 0.</summary>
    /// <exception cref="FormatException">The weights are damaged.</exception>
    public IReadOnlyList<string> ClassNames => _classNames ??= ReadClassNames();

    /// <summary>A network that another process has trained.</summary>
    /// <param name="weights">Its <see cref="Weights"/>.</param>
    public static TrainedModel Of(TrainingOptions trainedBy, byte[] weights) => new(trainedBy.Model, weights) { TrainedBy = trainedBy };

    /// <summary>The safetensors file of a network and the names of its classes.</summary>
    internal static TrainedModel Of(
        ModelSpec spec, IReadOnlyDictionary<string, TensorEntry> entries, string? classNames, TrainingOptions? trainedBy = null)
    {
        var metadata = classNames is null ? null : new Dictionary<string, string> { [ClassesKey] = classNames };
        return new(spec, new SafeTensorsFile(entries, metadata).ToBytes()) { TrainedBy = trainedBy };
    }

    /// <summary>
    /// The network with these weights, on the device and ready to predict from pixels of 0..1. The caller disposes it.
    /// </summary>
    /// <param name="noise">For dropout, should it be turned on again; must outlive the network.</param>
    /// <exception cref="FormatException">The weights are damaged or those of another network.</exception>
    /// <exception cref="ArgumentException">The spec is out of its bounds.</exception>
    internal Module<Tensor, Tensor> ToNetwork(Device device, Generator? noise = null)
    {
        var entries = SafeTensorsFile.Parse(Weights).Tensors;
        var network = Network.CreateForInference(Spec, ClassCount(entries), device, noise);
        try
        {
            NetworkWeights.Load(network, entries);
            if (TrainedBy is not null) Faults.PrepareFor(TrainedBy, network);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private IReadOnlyList<string> ReadClassNames()
    {
        var file = SafeTensorsFile.Parse(Weights);
        var count = ClassCount(file.Tensors);
        try
        {
            var text = file.Metadata.GetValueOrDefault(ClassesKey) ?? "null";
            if (JsonSerializer.Deserialize<string[]>(text) is { } names && names.Length == count) return names;
        }
        catch (JsonException error)
        {
            throw new FormatException($"The names of the classes cannot be read: {error.Message}", error);
        }
        return [.. Enumerable.Range(0, count).Select(number => $"{number}")];
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
