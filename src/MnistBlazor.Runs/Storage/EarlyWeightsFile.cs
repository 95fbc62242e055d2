using System.Buffers.Binary;
using System.Security.Cryptography;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// The weights of several steps in one file, since each file that is written waits for the disk: of each its step and its length in
/// bytes as 32-bit numbers, the least significant byte first, and the bytes' SHA-256; then the bytes.
/// </summary>
internal static class EarlyWeightsFile
{
    private const int HeadLength = 2 * sizeof(int) + SHA256.HashSizeInBytes;

    public static long LengthOf(IReadOnlyList<EarlyWeights> weights) => weights.Sum(one => HeadLength + one.Weights.LongLength);

    public static byte[] Of(IReadOnlyList<EarlyWeights> weights)
    {
        var bytes = new byte[LengthOf(weights)];
        var rest = bytes.AsSpan();
        foreach (var (step, one) in weights)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, step);
            BinaryPrimitives.WriteInt32LittleEndian(rest[sizeof(int)..], one.Length);
            SHA256.HashData(one, rest[(2 * sizeof(int))..]);
            one.CopyTo(rest[HeadLength..]);
            rest = rest[(HeadLength + one.Length)..];
        }
        return bytes;
    }

    /// <returns>Of a damaged file what is whole.</returns>
    public static IReadOnlyList<EarlyWeights> Parse(ReadOnlySpan<byte> bytes)
    {
        var weights = new List<EarlyWeights>();
        while (bytes.Length >= HeadLength)
        {
            var step = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(int)..]);
            if (length < 0 || length > bytes.Length - HeadLength) break;
            var one = bytes.Slice(HeadLength, length);
            if (SHA256.HashData(one).AsSpan().SequenceEqual(bytes[(2 * sizeof(int))..HeadLength])) weights.Add(new(step, one.ToArray()));
            bytes = bytes[(HeadLength + length)..];
        }
        return weights;
    }
}
