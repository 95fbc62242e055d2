using Microsoft.Win32.SafeHandles;

namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>
/// A file's content on the disk, to be read at any place: many images in memory would be there for as long as a draft waits.
/// </summary>
internal sealed class UnpackedFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly bool _isTemporary;

    private UnpackedFile(string path, bool isTemporary)
    {
        (Path, _isTemporary) = (path, isTemporary);
        _handle = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_handle);
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>A file that was written for this alone: it goes with the object.</summary>
    public static UnpackedFile Temporary(string path) => new(path, isTemporary: true);

    /// <summary>Somebody's file, which stays.</summary>
    public static UnpackedFile Existing(string path) => new(path, isTemporary: false);

    /// <summary>Fills <paramref name="buffer"/> with what lies at <paramref name="offset"/>.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public void Read(long offset, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var read = RandomAccess.Read(_handle, buffer, offset);
            if (read == 0) throw new EndOfStreamException();
            buffer = buffer[read..];
            offset += read;
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        if (_isTemporary) File.Delete(Path);
    }
}
