using System.IO.Compression;
using System.Security.Cryptography;

namespace MnistBlazor.ML.Data;

/// <summary>Reads a file into memory, unpacked when its name ends in <c>.gz</c>, within a bound and against a checksum.</summary>
internal static class FileContent
{
    /// <param name="name">The file's final name, by which it is known and taken as packed or not.</param>
    /// <param name="sha256">Of the unpacked content; null: not known.</param>
    /// <exception cref="DatasetException">Too large, unreadable, damaged, or not the content that the checksum says.</exception>
    public static byte[] Read(
        string path, string name, string? sha256, long bound, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > bound) throw DatasetError.TooLarge(name, bound);
            var content = Read(stream, name, bound, stream.Length, progress, cancellation);
            progress?.Report(new("checking", name, 0, content.Length));
            var found = Convert.ToHexStringLower(SHA256.HashData(content));
            if (sha256 is not null && found != sha256) throw DatasetError.Checksum(name, sha256, found);
            return content;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DatasetError.Unreadable(name, error);
        }
    }

    /// <param name="length">Of the stream; 0: not known.</param>
    /// <exception cref="DatasetException">Too large, or a damaged gzip file.</exception>
    public static byte[] Read(
        Stream stream, string name, long bound, long length, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        if (!name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return ReadAll(stream, name, bound, length, progress, cancellation);
        using var unpacked = new GZipStream(stream, CompressionMode.Decompress);
        return ReadAll(unpacked, name, bound, 0, progress, cancellation);
    }

    private static byte[] ReadAll(
        Stream stream, string file, long bound, long length, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        // Grows with what is really there: a packed file that claims or unpacks to gigabytes is stopped at the bound.
        var content = new MemoryStream((int)length);
        var buffer = new byte[Math.Clamp(length, 1 << 14, 1 << 20)];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int read;
            try
            {
                read = stream.Read(buffer);
            }
            catch (InvalidDataException error) when (stream is GZipStream)
            {
                throw DatasetError.GzipDamaged(file, content.Length, error);
            }
            if (read == 0) break;
            if (content.Length + read > bound) throw DatasetError.TooLarge(file, bound);
            content.Write(buffer, 0, read);
            progress?.Report(new("reading", file, content.Length, length == 0 ? null : length));
        }
        return content.Capacity == content.Length ? content.GetBuffer() : content.ToArray();
    }
}
