using MnistBlazor.Web.Hosting.Downloads;

namespace MnistBlazor.Web.Tests.Hosting.Downloads;

public sealed class DownloadFilesTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");
    private readonly DownloadFiles _files;
    private int _made;

    public DownloadFilesTests() => _files = new(_data.FullName, maxBytes: 300);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _files.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Fifty_slow_readers_read_one_file_that_was_made_once()
    {
        var readers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => OpenAsync("weights", 200)));

        Assert.Equal(1, _made);
        Assert.All(readers, reader => Assert.IsType<FileStream>(reader));
        Assert.Single(Files());
        foreach (var reader in readers) await reader.DisposeAsync();
    }

    [Fact]
    public async Task Past_the_bound_what_was_not_asked_for_leaves_and_who_reads_it_reads_on()
    {
        await using var old = await OpenAsync("a", 200);
        await (await OpenAsync("b", 200)).DisposeAsync();

        Assert.Single(Files());
        Assert.Equal(200, (await ReadAsync(old)).Length);
        await (await OpenAsync("b", 200)).DisposeAsync();
        Assert.Equal(2, _made);
        await (await OpenAsync("a", 200)).DisposeAsync();
        Assert.Equal(3, _made);
    }

    [Fact]
    public async Task What_could_not_be_made_leaves_nothing_and_is_made_the_next_time()
    {
        await Assert.ThrowsAsync<IOException>(() => _files.OpenAsync("a", _ => throw new IOException("no space"), Cancellation));

        Assert.Empty(Files());
        await using var file = await OpenAsync("a", 10);
        Assert.Equal(10, file.Length);
    }

    [Fact]
    public async Task A_restart_leaves_nothing_of_it()
    {
        await (await OpenAsync("a", 10)).DisposeAsync();

        using var next = new DownloadFiles(_data.FullName, 300);

        Assert.Empty(_data.GetFileSystemInfos());
    }

    private Task<Stream> OpenAsync(string name, int bytes) => _files.OpenAsync(
        name,
        file =>
        {
            Interlocked.Increment(ref _made);
            file.Write(new byte[bytes]);
        },
        Cancellation);

    private static async Task<byte[]> ReadAsync(Stream file)
    {
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, Cancellation);
        return memory.ToArray();
    }

    private FileInfo[] Files() => _data.GetFiles("*", SearchOption.AllDirectories);
}
