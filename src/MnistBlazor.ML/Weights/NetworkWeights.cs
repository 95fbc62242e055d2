namespace MnistBlazor.ML.Weights;

/// <summary>A network's parameters and buffers as named entries: <c>linear1.weight</c>, <c>linear1.bias</c>, ….</summary>
internal static class NetworkWeights
{
    public static Dictionary<string, TensorEntry> Of(Module<Tensor, Tensor> model) =>
        model.state_dict().ToDictionary(tensor => tensor.Key, tensor => TensorEntries.Of(tensor.Value));

    /// <exception cref="FormatException">The entries are those of another network.</exception>
    public static void Load(Module<Tensor, Tensor> model, IReadOnlyDictionary<string, TensorEntry> entries)
    {
        var tensors = model.state_dict();
        if (entries.Keys.Except(tensors.Keys).FirstOrDefault() is { } unknown)
            throw new FormatException($"The network has no tensor '{unknown}'.");
        foreach (var (name, tensor) in tensors)
        {
            var entry = entries.GetValueOrDefault(name) ?? throw new FormatException($"The tensor '{name}' is missing.");
            TensorEntries.CopyInto(tensor, entry, name);
        }
    }
}
