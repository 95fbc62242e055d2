using System.IO.Compression;
using System.Security.Cryptography;
using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Tests.Data;

public sealed class FileContentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnist-content-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_raw_and_a_packed_file_give_the_same_content()
    {
        var content = Content(3_000_000);

        Assert.Equal(content, Read(Raw(content), Sha256(content)));
        Assert.Equal(content, Read(Packed(content), Sha256(content)));
    }

    [Fact]
    public void A_content_that_the_checksum_does_not_know_is_refused()
    {
        var content = Content(1000);
        var expected = Sha256(content);
        content[500] ^= 1;

        var error = Assert.Throws<DatasetException>(() => Read(Raw(content), expected));

        Assert.Equal("checksum", error.Code);
        Assert.Equal(["images", expected, Sha256(content)], error.Arguments);
    }

    [Fact]
    public void A_packed_file_that_unpacks_to_more_than_the_bound_is_stopped_at_it()
    {
        var bomb = Packed(new byte[50_000_000]);
        Assert.InRange(new FileInfo(bomb).Length, 1, 100_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<DatasetException>(() => Read(bomb, sha256: null, bound: 4_000_000));

        Assert.Equal("file-too-large", error.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 25_000_000);
    }

    [Fact]
    public void A_raw_file_larger_than_the_bound_is_not_even_read() =>
        Assert.Equal("file-too-large", Assert.Throws<DatasetException>(() => Read(Raw(new byte[1001]), sha256: null, bound: 1000)).Code);

    [Fact]
    public void A_damaged_packed_file_is_refused()
    {
        var path = Packed(Content(1_000_000));
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length / 2, 1000).Clear();
        File.WriteAllBytes(path, bytes);

        Assert.Equal("gzip-damaged", Assert.Throws<DatasetException>(() => Read(path, sha256: null)).Code);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<DatasetException>(() => Read(Path.Combine(_folder.FullName, "gone"), sha256: null));

        Assert.Equal("file-unreadable", error.Code);
        Assert.Equal("gone", error.File);
    }

    private static byte[] Read(string path, string? sha256, long bound = 100_000_000) =>
        FileContent.Read(path, Path.GetFileName(path), sha256, bound, progress: null, CancellationToken.None);

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content);
        return content;
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private string Raw(byte[] content)
    {
        var path = Path.Combine(_folder.FullName, "images");
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Packed(byte[] content)
    {
        var path = Path.Combine(_folder.FullName, "images.gz");
        using var output = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        output.Write(content);
        return path;
    }
}
