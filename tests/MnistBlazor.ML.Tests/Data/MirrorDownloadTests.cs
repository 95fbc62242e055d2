using System.Security.Cryptography;
using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Tests.Data;

public sealed class MirrorDownloadTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnist-download-");
    private readonly MirrorServer _mirror = new();
    private readonly HttpClient _http = new();
    private readonly byte[] _content;
    private readonly DatasetFile _file;

    public MirrorDownloadTests()
    {
        var unpacked = new byte[300_000];
        new Random(1).NextBytes(unpacked);
        _content = IdxBytes.Packed(unpacked);
        _file = new("images", Convert.ToHexStringLower(SHA256.HashData(unpacked)));
        _mirror.Files["images.gz"] = _content;
    }

    public async ValueTask DisposeAsync()
    {
        await _mirror.DisposeAsync();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_file_arrives_complete_under_its_own_name_and_progress_is_told()
    {
        var seen = new List<LoadProgress>();

        await Fetch([_mirror.Address], new SynchronousProgress(seen.Add));

        Assert.Equal(_content, await File.ReadAllBytesAsync(Downloaded));
        Assert.False(File.Exists(Downloaded + ".partial"));
        Assert.Equal(
            new LoadProgress("downloading", "images.gz", _content.Length, _content.Length),
            seen.Last(p => p.Stage == "downloading"));
    }

    [Fact]
    public async Task A_broken_connection_is_taken_up_where_it_broke()
    {
        _mirror.BreaksAfter = 100_000;

        await Fetch([_mirror.Address]);

        Assert.Equal(_content, await File.ReadAllBytesAsync(Downloaded));
        Assert.Equal(2, _mirror.Requests.Count);
        Assert.InRange(_mirror.Requests[1].From, 1, 100_000);
    }

    [Fact]
    public async Task What_an_earlier_start_of_the_app_left_is_continued()
    {
        await File.WriteAllBytesAsync(Downloaded + ".partial", _content[..120_000]);

        await Fetch([_mirror.Address]);

        Assert.Equal(_content, await File.ReadAllBytesAsync(Downloaded));
        Assert.Equal([("images.gz", 120_000L)], _mirror.Requests);
    }

    [Fact]
    public async Task A_mirror_that_knows_no_ranges_starts_over()
    {
        _mirror.KnowsRanges = false;
        await File.WriteAllBytesAsync(Downloaded + ".partial", _content[..120_000]);

        await Fetch([_mirror.Address]);

        Assert.Equal(_content, await File.ReadAllBytesAsync(Downloaded));
    }

    [Fact]
    public async Task A_part_that_is_already_the_whole_is_recognised()
    {
        await File.WriteAllBytesAsync(Downloaded + ".partial", _content);

        await Fetch([_mirror.Address]);

        Assert.Equal(_content, await File.ReadAllBytesAsync(Downloaded));
    }

    [Fact]
    public async Task A_part_of_another_file_is_thrown_away_and_fetched_anew()
    {
        await File.WriteAllBytesAsync(Downloaded + ".partial", new byte[120_000]);

        await Fetch([_mirror.Address]);

        Assert.Equal(_content, await File.ReadAllBytesAsync(Downloaded));
        Assert.Equal([120_000L, 0L], _mirror.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task The_second_mirror_helps_when_the_first_lacks_the_file()
    {
        await using var empty = new MirrorServer();

        await Fetch([empty.Address, _mirror.Address]);

        Assert.Equal(_content, await File.ReadAllBytesAsync(Downloaded));
    }

    [Fact]
    public async Task Wrong_content_is_never_kept_and_the_error_says_so()
    {
        _mirror.Files["images.gz"] = IdxBytes.Packed(new byte[1000]);

        var error = await Assert.ThrowsAsync<DatasetException>(() => Fetch([_mirror.Address]));

        Assert.Equal("download-failed", error.Code);
        Assert.Equal("images.gz", error.File);
        Assert.Contains(_file.Sha256, error.Message);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task What_is_no_packed_file_at_all_is_never_kept_either()
    {
        _mirror.Files["images.gz"] = "<html>Please log in to this wireless network</html>"u8.ToArray();

        var error = await Assert.ThrowsAsync<DatasetException>(() => Fetch([_mirror.Address]));

        Assert.Contains("no intact gzip file", error.Message);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task A_file_larger_than_the_bound_is_refused()
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => Fetch([_mirror.Address], bound: 1000));

        Assert.Contains("larger than 1000 bytes", error.Message);
    }

    [Fact]
    public async Task Cancelling_keeps_what_has_arrived()
    {
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress(_ => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch([_mirror.Address], progress, cancellation: stop.Token));

        Assert.InRange(new FileInfo(Downloaded + ".partial").Length, 1, _content.Length);
        Assert.False(File.Exists(Downloaded));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_at_once()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "occupied"), "a file where a folder is wanted");

        var error = await Assert.ThrowsAsync<DatasetException>(
            () => Fetch([_mirror.Address], folder: Path.Combine(_folder.FullName, "occupied")));

        Assert.Equal("download-failed", error.Code);
        Assert.Empty(_mirror.Requests);
    }

    private string Downloaded => Path.Combine(_folder.FullName, "images.gz");

    private Task Fetch(
        Uri[] mirrors, IProgress<LoadProgress>? progress = null, long bound = 1_000_000, string? folder = null,
        CancellationToken cancellation = default) =>
        new MirrorDownload(new DatasetOptions { MaxFileBytes = bound }, _http)
            .FetchAsync(mirrors, _file, folder ?? _folder.FullName, progress, cancellation);
}
