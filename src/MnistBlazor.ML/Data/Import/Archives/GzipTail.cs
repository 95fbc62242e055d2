using System.Buffers.Binary;

namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>Passes a gzip file on and keeps its last eight bytes: CRC-32 and length of what is packed in it.</summary>
/// <remarks>Of a file made of several, they are those of the last: such a one is taken for damaged.</remarks>
internal sealed class GzipTail(Stream file) : Stream
{
    private const int TailLength = 8;

    private readonly byte[] _tail = new byte[TailLength];

    public uint Crc => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

    public uint ContentLength => BinaryPrimitives.ReadUInt32LittleEndian(_tail.AsSpan(4));

    public override long Length => throw new NotSupportedException();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        var kept = Math.Max(0, TailLength - read);
        _tail.AsSpan(TailLength - kept).CopyTo(_tail);
        buffer[Math.Max(0, read - TailLength)..read].CopyTo(_tail.AsSpan(kept));
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
