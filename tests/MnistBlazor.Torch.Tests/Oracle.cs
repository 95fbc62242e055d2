using System.Text.Json;
using System.Text.Json.Serialization;

namespace MnistBlazor.Torch.Tests;

/// <summary>
/// What PyTorch computed: the cases of tests/oracle/torch_oracle.json, which tests/oracle/torch_oracle.py writes.
/// </summary>
internal static class Oracle
{
    private static readonly Lazy<OracleFile> File = new(Read);

    public static OracleCase Case(string name) =>
        File.Value.Cases.TryGetValue(name, out var values)
            ? new OracleCase(name, values)
            : throw new ArgumentException($"torch_oracle.json has no case '{name}'.", nameof(name));

    private static OracleFile Read()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
        using var stream = System.IO.File.OpenRead(Path.Combine(AppContext.BaseDirectory, "oracle", "torch_oracle.json"));
        return JsonSerializer.Deserialize<OracleFile>(stream, options)!;
    }

    private sealed record OracleFile(string Torch, Dictionary<string, Dictionary<string, OracleValue>> Cases);
}

/// <summary>One case: named tensors, inputs and results alike.</summary>
internal sealed class OracleCase(string name, Dictionary<string, OracleValue> values)
{
    /// <summary>A new tensor with the value's element type and shape; it belongs to the current dispose scope.</summary>
    public Tensor this[string key] =>
        values.TryGetValue(key, out var value) ? value.ToTensor() : throw new ArgumentException($"Case '{name}' has no '{key}'.", nameof(key));

    public IEnumerable<string> Keys => values.Keys;

    public double Number(string key) => values[key].Data.Single();

    public double[] Numbers(string key) => values[key].Data;
}

/// <summary>A tensor as the file holds it. Every number of these cases is exact in a double.</summary>
internal sealed record OracleValue(string Dtype, long[] Shape, double[] Data)
{
    public Tensor ToTensor() => Dtype switch
    {
        "float32" => tensor(Array.ConvertAll(Data, v => (float)v), Shape),
        "float64" => tensor(Data, Shape),
        "int64" => tensor(Array.ConvertAll(Data, v => (long)v), Shape),
        "int32" => tensor(Array.ConvertAll(Data, v => (int)v), Shape),
        "uint8" => tensor(Array.ConvertAll(Data, v => (byte)v), Shape),
        "bool" => tensor(Array.ConvertAll(Data, v => v != 0), Shape),
        _ => throw new NotSupportedException($"Element type {Dtype} in torch_oracle.json."),
    };
}
