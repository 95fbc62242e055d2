using System.Buffers.Binary;
using System.IO.Compression;

namespace MnistBlazor.ML.Tests.Data;

/// <summary>IDX files made in memory, right or wrong as a test wants them.</summary>
internal static class IdxBytes
{
    public const uint ImagesMagic = 0x00000803, LabelsMagic = 0x00000801;

    public static byte[] File(uint magic, uint[] dimensions, int elements)
    {
        var bytes = new byte[4 + 4 * dimensions.Length + elements];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, magic);
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + 4 * i), dimensions[i]);
        return bytes;
    }

    /// <summary>Each with a dot of ink in its middle.</summary>
    public static byte[] Images(int count)
    {
        var bytes = File(ImagesMagic, [(uint)count, 28, 28], count * 784);
        for (var i = 0; i < count; i++) bytes[16 + i * 784 + 14 * 28 + 14] = 255;
        return bytes;
    }

    public static byte[] Labels(params byte[] labels)
    {
        var bytes = File(LabelsMagic, [(uint)labels.Length], labels.Length);
        labels.CopyTo(bytes.AsSpan(8));
        return bytes;
    }

    public static byte[] Packed(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }
}
