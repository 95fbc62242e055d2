using System.Buffers.Binary;
using System.Text;
using MnistBlazor.ML.Weights;

namespace MnistBlazor.ML.Tests.Weights;

public class SafeTensorsFileTests
{
    [Fact]
    public void What_is_written_can_be_read()
    {
        var file = new SafeTensorsFile(
            new Dictionary<string, TensorEntry>
            {
                ["linear.weight"] = new("F32", [2, 3], new byte[24]),
                ["linear.bias"] = new("F32", [2], Enumerable.Range(0, 8).Select(i => (byte)i).ToArray()),
                ["step"] = new("I64", [], new byte[8]),
                ["nothing"] = new("U8", [0], Array.Empty<byte>()),
            },
            new Dictionary<string, string> { ["format"] = "a \"quoted\" 한글" });

        var read = SafeTensorsFile.Parse(file.ToBytes());

        Assert.Equal(["linear.bias", "linear.weight", "nothing", "step"], read.Tensors.Keys.Order());
        Assert.Equal([2, 3], read.Tensors["linear.weight"].Shape);
        Assert.Equal(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7 }, read.Tensors["linear.bias"].Data.ToArray());
        Assert.Equal("a \"quoted\" 한글", read.Metadata["format"]);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var bytes = new SafeTensorsFile(new Dictionary<string, TensorEntry> { ["x"] = new("U8", [2], new byte[] { 7, 8 }) }).ToBytes();

        const string header = """{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""";
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(header, Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal(new byte[] { 7, 8 }, bytes[(8 + length)..]);
    }

    [Theory]
    [InlineData("", "at least 8 bytes")]
    [InlineData("{", "no safetensors header")]
    [InlineData("[]", "no safetensors header")]
    [InlineData("""{"x":1}""", "no safetensors header")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2]}}""", "no safetensors header")]
    [InlineData("""{"x":{"dtype":"U8","shape":["a"],"data_offsets":[0,2]}}""", "no safetensors header")]
    [InlineData(
        """{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""",
        "no safetensors header")]
    [InlineData("""{"__metadata__":{"a":1},"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "no safetensors header")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", "no safetensors header")]
    [InlineData("""{"x":{"dtype":"Q9","shape":[2],"data_offsets":[0,2]}}""", "unknown type 'Q9'")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2,3]}}""", "lies outside")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", "lies outside")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[-1,1]}}""", "lies outside")]
    [InlineData("""{"x":{"dtype":"U8","shape":[-1],"data_offsets":[2,1]}}""", "lies outside")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,2]}}""", "does not fill its 2 bytes")]
    [InlineData("""{"x":{"dtype":"U8","shape":[-1,-2],"data_offsets":[0,2]}}""", "does not fill its 2 bytes")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "belong to no tensor")]
    [InlineData("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "leave a gap at offset 0")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "overlap")]
    public void Hostile_bytes_are_refused_with_a_reason(string header, string reason)
    {
        var bytes = header.Length == 0 ? new byte[7] : File(header, dataBytes: 2);

        Assert.Contains(reason, Assert.Throws<FormatException>(() => SafeTensorsFile.Parse(bytes)).Message);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 40)]
    [InlineData(1000ul)]
    public void A_header_longer_than_the_file_is_refused_before_anything_is_read(ulong length)
    {
        var bytes = File("{}", dataBytes: 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);

        Assert.Contains("At offset 0", Assert.Throws<FormatException>(() => SafeTensorsFile.Parse(bytes)).Message);
    }

    [Fact]
    public void No_damaged_copy_fails_in_another_way()
    {
        var intact = File("""{"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""", dataBytes: 8);
        var random = new Random(1);
        for (var round = 0; round < 5000; round++)
        {
            var damaged = intact[..random.Next(intact.Length + 1)];
            for (var i = 0; i < 2 && damaged.Length > 0; i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                SafeTensorsFile.Parse(damaged);
            }
            catch (FormatException)
            {
            }
        }
    }

    private static byte[] File(string header, int dataBytes)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(header) + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)Encoding.UTF8.GetByteCount(header));
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        return bytes;
    }
}
