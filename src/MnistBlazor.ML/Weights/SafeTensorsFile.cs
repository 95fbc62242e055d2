using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace MnistBlazor.ML.Weights;

/// <summary>
/// A tensor of a file: element type as the format names it (<c>F32</c>, <c>I64</c>, <c>U8</c>), shape, little-endian elements.
/// </summary>
public sealed record TensorEntry(string ElementType, long[] Shape, ReadOnlyMemory<byte> Data);

/// <summary>
/// The safetensors format: eight bytes with the length of a JSON header (little-endian), the header with the type, shape and place of
/// each tensor, then the tensors' bytes without gaps. It carries no code, and PyTorch, JAX and others read it.
/// Reading checks everything before it believes it: hostile bytes cost an exception and nothing else.
/// </summary>
/// <remarks>Source: the format's description, github.com/huggingface/safetensors.</remarks>
public sealed class SafeTensorsFile
{
    private const int LengthBytes = 8;
    private const int MaxHeaderBytes = 1 << 20;
    private const int MaxTensors = 10_000;
    private const string MetadataKey = "__metadata__", ChecksumKey = "sha256";

    private static readonly Dictionary<string, int> ElementBytes = new() { ["F32"] = 4, ["F64"] = 8, ["I64"] = 8, ["U8"] = 1 };

    /// <param name="tensors">By name; written in the order of their names.</param>
    /// <param name="metadata">Text that travels with them.</param>
    public SafeTensorsFile(IReadOnlyDictionary<string, TensorEntry> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        Tensors = tensors;
        Metadata = metadata ?? new Dictionary<string, string>();
    }

    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether the file has a checksum, and it is that of its content.</summary>
    public bool IsIntact => Metadata.TryGetValue(ChecksumKey, out var checksum) && checksum == Checksum();

    /// <summary>The same file with a checksum among its metadata: SHA-256 of everything else in it.</summary>
    public SafeTensorsFile WithChecksum() => new(Tensors, new Dictionary<string, string>(Metadata) { [ChecksumKey] = Checksum() });

    /// <summary>The same file for the same tensors, byte for byte.</summary>
    public byte[] ToBytes()
    {
        var ordered = Ordered();
        var header = WriteHeader(ordered, Metadata);
        var bytes = new byte[LengthBytes + header.Length + ordered.Sum(tensor => (long)tensor.Value.Data.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes.AsSpan(LengthBytes));
        var position = LengthBytes + header.Length;
        foreach (var (_, tensor) in ordered)
        {
            tensor.Data.Span.CopyTo(bytes.AsSpan(position));
            position += tensor.Data.Length;
        }
        return bytes;
    }

    /// <summary>The tensors' data are views of <paramref name="bytes"/>, not copies.</summary>
    /// <exception cref="FormatException">The bytes are no safetensors file, or one with types other than F32, F64, I64 and U8.</exception>
    public static SafeTensorsFile Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < LengthBytes)
            throw new FormatException($"A safetensors file has at least {LengthBytes} bytes, this one {bytes.Length}.");
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span);
        if (headerLength > MaxHeaderBytes || headerLength > (ulong)(bytes.Length - LengthBytes))
            throw new FormatException(
                $"At offset 0 a header of {headerLength} bytes is announced; the file has {bytes.Length}, "
                    + $"and {MaxHeaderBytes} are accepted.");
        var data = bytes[(LengthBytes + (int)headerLength)..];

        var tensors = new Dictionary<string, TensorEntry>();
        var metadata = new Dictionary<string, string>();
        var places = new List<(long From, long To)>();
        try
        {
            using var header = JsonDocument.Parse(bytes.Slice(LengthBytes, (int)headerLength));
            foreach (var property in header.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey)
                {
                    foreach (var text in property.Value.EnumerateObject()) metadata.Add(text.Name, text.Value.GetString()!);
                    continue;
                }
                if (tensors.Count == MaxTensors) throw new FormatException($"The file has more than {MaxTensors} tensors.");
                var (entry, place) = ReadEntry(property, data);
                tensors.Add(property.Name, entry);
                places.Add(place);
            }
        }
        // What a header of another make-up makes the JSON reader and the dictionaries throw.
        catch (Exception error) when (
            error is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new FormatException($"The header at offset {LengthBytes} is no safetensors header: {error.Message}", error);
        }
        CheckThatNothingOverlapsOrIsLeft(places, data.Length);
        return new(tensors, metadata);
    }

    private static (TensorEntry Entry, (long From, long To) Place) ReadEntry(JsonProperty property, ReadOnlyMemory<byte> data)
    {
        var type = property.Value.GetProperty("dtype").GetString()!;
        var shape = property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var offsets = property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (!ElementBytes.TryGetValue(type, out var elementBytes))
            throw new FormatException($"Tensor '{property.Name}' has the unknown type '{type}'.");
        if (offsets is not [var from, var to] || from < 0 || to < from || to > data.Length)
            throw new FormatException($"Tensor '{property.Name}' lies outside of the {data.Length} bytes of data.");
        if (shape.Length > 8 || shape.Any(size => size < 0) || Bytes() != to - from)
            throw new FormatException(
                $"Tensor '{property.Name}' of shape [{string.Join(", ", shape)}] does not fill its {to - from} bytes.");
        return (new(type, shape, data[(int)from..(int)to]), (from, to));

        long Bytes() => shape.Aggregate((long)elementBytes, (product, size) => checked(product * size));
    }

    private static void CheckThatNothingOverlapsOrIsLeft(List<(long From, long To)> places, long length)
    {
        var position = 0L;
        foreach (var (from, to) in places.Order())
        {
            if (from != position) throw new FormatException($"The tensors overlap or leave a gap at offset {position} of the data.");
            position = to;
        }
        if (position != length) throw new FormatException($"{length - position} bytes at the end belong to no tensor.");
    }

    private string Checksum()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var ordered = Ordered();
        hash.AppendData(WriteHeader(ordered, Metadata.Where(text => text.Key != ChecksumKey)));
        foreach (var (_, tensor) in ordered) hash.AppendData(tensor.Data.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private List<KeyValuePair<string, TensorEntry>> Ordered() => [.. Tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal)];

    private static byte[] WriteHeader(List<KeyValuePair<string, TensorEntry>> ordered, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            var texts = metadata.OrderBy(text => text.Key, StringComparer.Ordinal).ToList();
            if (texts.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (name, text) in texts) json.WriteString(name, text);
                json.WriteEndObject();
            }
            var position = 0L;
            foreach (var (name, tensor) in ordered)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.ElementType);
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                json.WriteNumberValue(position += tensor.Data.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Padded so that the data start at a multiple of 8, as the format recommends.
        while (stream.Length % 8 != 0) stream.WriteByte((byte)' ');
        return stream.ToArray();
    }
}
