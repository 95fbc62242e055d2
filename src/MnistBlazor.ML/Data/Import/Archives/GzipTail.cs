using System.Buffers.Binary;

namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>Passes a gzip file on and keeps its last eight bytes: CRC-32 and length of what is packed in it.</summary>
/// <remarks>Of a file made of several, they are those of the last: such a one is taken for damaged.</remarks>
internal sealed class GzipTail(Stream file) : ForwardStream
{
    private const int TailLength = 8;

    private readonly byte[] _tail = new byte[TailLength];

    public uint Crc => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

    public uint ContentLength => BinaryPrimitives.ReadUInt32LittleEndian(_tail.AsSpan(4));

    protected override Stream Inner => file;

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        var kept = Math.Max(0, TailLength - read);
        _tail.AsSpan(TailLength - kept).CopyTo(_tail);
        buffer[Math.Max(0, read - TailLength)..read].CopyTo(_tail.AsSpan(kept));
        return read;
    }
}
