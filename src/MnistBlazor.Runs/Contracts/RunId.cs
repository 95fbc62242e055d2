using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MnistBlazor.Runs.Contracts;

/// <summary>A run's id: 128 random bits as 32 lower-case hexadecimal digits, so that it cannot be guessed.</summary>
[JsonConverter(typeof(RunIdJsonConverter))]
public readonly record struct RunId
{
    private const int Digits = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _value;

    private RunId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("This run id was never set.");

    public static RunId New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Digits / 2)));

    public static bool TryParse(string? text, out RunId id)
    {
        var valid = text is { Length: Digits } && !text.AsSpan().ContainsAnyExcept(HexDigits);
        id = valid ? new RunId(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is no run id.</exception>
    public static RunId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("A run id is 32 hexadecimal digits.");

    public override string ToString() => _value ?? "";
}

internal sealed class RunIdJsonConverter : JsonConverter<RunId>
{
    public override RunId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        RunId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A run id is 32 hexadecimal digits.");

    public override void Write(Utf8JsonWriter writer, RunId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
