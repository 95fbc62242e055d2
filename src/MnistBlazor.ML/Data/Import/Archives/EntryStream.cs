using System.IO.Compression;
using System.IO.Hashing;

namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>
/// A file's content, unpacked when it is a gzip file. Stops at a bound, when it is cancelled, and where the content is not what the
/// archive's checksum says; errors name the file.
/// </summary>
internal sealed class EntryStream : ForwardStream
{
    private readonly DatasetFileEntry _entry;
    private readonly Stream _stream;
    private readonly long _bound;
    private readonly DatasetException? _tooLong;
    private readonly IProgress<LoadProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly GzipTail? _tail;
    private readonly Crc32? _crc;
    private long _length;

    /// <param name="bound">The most bytes that it may give.</param>
    /// <param name="tooLong">What is wrong with more; null: that the file is too large.</param>
    /// <exception cref="DatasetException">The file cannot be read.</exception>
    public EntryStream(
        DatasetFileEntry entry, long bound, DatasetException? tooLong, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        (_entry, _bound, _tooLong, _progress, _cancellation) = (entry, bound, tooLong, progress, cancellation);
        var isGzip = Guard(() => IsGzip(entry));
        var stream = Guard(entry.Open);
        if (isGzip) stream = _tail = new(stream);
        _stream = isGzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        _crc = isGzip || entry.Crc is not null ? new() : null;
    }

    /// <summary>Whether it is a gzip file.</summary>
    public bool IsPacked => _stream is GZipStream;

    /// <summary>Bytes given so far.</summary>
    public override long Position { get => _length; set => throw new NotSupportedException(); }

    protected override Stream Inner => _stream;

    public override int Read(Span<byte> buffer)
    {
        _cancellation.ThrowIfCancellationRequested();
        var read = 0;
        try
        {
            read = _stream.Read(buffer);
        }
        catch (Exception error)
        {
            if (Named(error) is { } named) throw named;
            throw;
        }
        _length += read;
        if (_length > _bound) throw _tooLong ?? DatasetError.TooLarge(_entry.Path, _bound);
        _crc?.Append(buffer[..read]);
        if (read == 0 && buffer.Length > 0) CheckEnd();
        _progress?.Report(new("reading", _entry.Path, _length, null));
        return read;
    }

    // GZipStream takes a file that is cut off for one that ends there.
    private void CheckEnd()
    {
        if (_crc is null) return;
        var crc = _crc.GetCurrentHashAsUInt32();
        if (_tail is not null && (crc != _tail.Crc || (uint)_length != _tail.ContentLength))
            throw DatasetError.GzipDamaged(_entry.Path, _length, null);
        if (_tail is null && crc != _entry.Crc)
            throw DatasetError.ArchiveDamaged(_entry.Path, new InvalidDataException("Its checksum does not fit."));
    }

    private static bool IsGzip(DatasetFileEntry entry)
    {
        using var stream = entry.Open();
        Span<byte> mark = stackalloc byte[2];
        return stream.ReadAtLeast(mark, 2, throwOnEndOfStream: false) == 2 && mark is [0x1F, 0x8B];
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error)
        {
            if (Named(error) is { } named) throw named;
            throw;
        }
    }

    private DatasetException? Named(Exception error) => error switch
    {
        InvalidDataException when _stream is GZipStream => DatasetError.GzipDamaged(_entry.Path, _length, error),
        InvalidDataException or EndOfStreamException => DatasetError.ArchiveDamaged(_entry.Path, error),
        IOException or UnauthorizedAccessException => DatasetError.Unreadable(_entry.Path, error),
        _ => null,
    };
}
