using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MnistBlazor.ML.Models;

namespace MnistBlazor.Lessons.Parameters;

/// <summary>Values by parameter id, in canonical form. Immutable; equal when they hold the same.</summary>
[JsonConverter(typeof(Converter))]
public sealed class ParameterValues : IEquatable<ParameterValues>
{
    public static readonly ParameterValues Empty = new([]);

    private readonly ImmutableSortedDictionary<string, string> _values;

    public ParameterValues(IEnumerable<KeyValuePair<string, string>> values)
        : this(ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, values))
    {
    }

    private ParameterValues(ImmutableSortedDictionary<string, string> values) => _values = values;

    public IEnumerable<string> Ids => _values.Keys;

    public bool Has(string id) => _values.ContainsKey(id);

    /// <exception cref="KeyNotFoundException">The lesson has no such parameter.</exception>
    public string Text(string id) => _values[id];

    public double Number(string id) => double.Parse(Text(id), CultureInfo.InvariantCulture);

    public int Integer(string id) => int.Parse(Text(id), CultureInfo.InvariantCulture);

    public bool Switch(string id) => bool.Parse(Text(id));

    public IReadOnlyList<HiddenLayer> Layers(string id) => LayersParameter.Parse(Text(id));

    public ParameterValues With(string id, string value) => new(_values.SetItem(id, value));

    /// <summary>Those of <paramref name="others"/> as well; where both hold a value, this one's stays.</summary>
    public ParameterValues Union(ParameterValues others) => new(others._values.SetItems(_values));

    public bool Equals(ParameterValues? other) =>
        other is not null && _values.Count == other._values.Count && _values.SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as ParameterValues);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach ((var id, var value) in _values)
        {
            hash.Add(id);
            hash.Add(value);
        }
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", _values.Select(pair => $"{pair.Key}={pair.Value}"));

    private sealed class Converter : JsonConverter<ParameterValues>
    {
        public override ParameterValues Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? []);

        public override void Write(Utf8JsonWriter writer, ParameterValues value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value._values, options);
    }
}
