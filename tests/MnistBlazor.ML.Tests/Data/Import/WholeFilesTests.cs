using System.Security.Cryptography;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>
/// Files as people bring them, from the upload to the data set. They were made of MNIST's digits, which are the oracle: what was only put
/// on paper, made transparent or packed another way becomes those very bytes again.
/// </summary>
public sealed class WholeFilesTests(SmallNetwork network) : IClassFixture<SmallNetwork>, IDisposable
{
    private readonly BroughtFiles _brought = new();
    private readonly ImportFolder _folder = new();

    public void Dispose()
    {
        _brought.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("idx-copy1.zip", 10, 30, 10, 0)]
    [InlineData("idx-gz-name-not-gz.zip", 10, 30, 10, 0)]
    [InlineData("mixed-paper.zip", 5, 65, 15, 0)]
    [InlineData("transparent-ink.zip", 6, 60, 12, 0)]
    [InlineData("some-blank.zip", 4, 28, 4, 16)]
    [InlineData("png-imbalance.zip", 2, 481, 120, 0)]
    [InlineData("png-nfc-nfd.zip", 4, 96, 24, 0)]
    [InlineData("png-one-16bit.zip", 10, 200, 40, 0)]
    [InlineData("png-train-val-test.zip", 10, 160, 80, 0)]
    [InlineData("png-training-testing.zip", 10, 240, 60, 0)]
    public async Task They_become_the_images_that_they_were_made_of(string file, int classes, int train, int test, int blank)
    {
        using var import = Read(file);

        var report = import.Preview(new()).Report;
        var set = await _folder.WrittenAsync(import);

        Assert.Equal((classes, train, test, blank), (report.Classes.Count, report.TrainCount, report.TestCount, report.Blank));
        Assert.Equal((train, test, 0), (set.Train.Count, set.Test.Count, report.SkippedCount));
        var originals = await OriginalsAsync();
        Assert.All(ImportFolder.All(set), image => Assert.Contains(Convert.ToHexString(SHA256.HashData(image.Pixels)), originals));
    }

    [Theory]
    [InlineData("jpg-folders.zip", 240, "")]
    [InlineData("paper-photos.zip", 60, "paper inverted scaled centred")]
    public async Task What_a_camera_or_JPEG_changed_is_read_by_a_network_that_knows_MNIST_only(string file, int count, string done)
    {
        using var import = Read(file);

        var report = import.Preview(new()).Report;
        var images = ImportFolder.All(await _folder.WrittenAsync(import));

        Assert.Equal(count, images.Count);
        Assert.Equal(done.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), report.Done.Keys.Order());
        Assert.InRange(images.Count(image => network.Read(image.Pixels) == image.Label) / (double)count, 0.8, 1);
    }

    [Theory]
    [InlineData("png-imbalance.zip", "small-class", "no-test")]
    [InlineData("png-train-val-test.zip", "validation-as-training")]
    [InlineData("some-blank.zip", "blank")]
    public void What_looks_wrong_is_said(string file, params string[] findings)
    {
        using var import = Read(file);

        Assert.Equal(findings, import.Preview(new()).Report.Findings.Select(finding => finding.Code));
    }

    private DatasetImport Read(string file) =>
        DatasetImport.Read([_brought.Committed(file)], new(), new(), null, TestContext.Current.CancellationToken);

    private static async Task<HashSet<string>> OriginalsAsync()
    {
        var mnist = await Mnist.LoadAsync();
        return
        [
            .. new[] { mnist.Train, mnist.Test }.SelectMany(split =>
                Enumerable.Range(0, split.Count).Select(i => Convert.ToHexString(SHA256.HashData(split.Pixels(i))))),
        ];
    }
}
