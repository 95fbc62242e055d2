using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>A learner's own data set is served to that learner: images, files, and its names in what is taken home.</summary>
public sealed class OwnDatasetEndpointsTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Images_and_files_are_for_their_owner_alone()
    {
        var (ada, cookies) = await app.NewLearnerAsync(TestContext.Current.CancellationToken);
        var (_, others) = await app.NewLearnerAsync(TestContext.Current.CancellationToken);
        var id = await UploadAsync(ada);

        foreach (var path in new[] { $"/images/{id}/train/0.png", $"/images/{id}/test/1.png", $"/datasets/{id}/files.zip" })
        {
            using HttpClient owner = app.NewBrowser(cookies), other = app.NewBrowser(others), nobody = app.NewBrowser();
            var answer = await owner.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.CacheControl?.Public ?? false);
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(path)).StatusCode);
        }

        app.Services.GetRequiredService<UploadedDatasets>().Delete(ada, id);
        using var after = app.NewBrowser(cookies);
        Assert.Equal(HttpStatusCode.NotFound, (await after.GetAsync($"/images/{id}/train/0.png")).StatusCode);
    }

    [Fact]
    public async Task Files_taken_home_can_be_brought_along_again()
    {
        var (ada, cookies) = await app.NewLearnerAsync(TestContext.Current.CancellationToken);
        var id = await UploadAsync(ada);
        using var browser = app.NewBrowser(cookies);

        var zip = await browser.GetByteArrayAsync($"/datasets/{id}/files.zip");

        // A browser that has it needs it no second time, and one whose line broke only the rest.
        var whole = await browser.GetAsync($"/datasets/{id}/files.zip");
        using var known = new HttpRequestMessage(HttpMethod.Get, $"/datasets/{id}/files.zip");
        known.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await browser.SendAsync(known)).StatusCode);
        using var rest = new HttpRequestMessage(HttpMethod.Get, $"/datasets/{id}/files.zip");
        rest.Headers.Range = new(10, null);
        Assert.Equal(zip[10..], await (await browser.SendAsync(rest)).Content.ReadAsByteArrayAsync());

        using var archive = new ZipArchive(new MemoryStream(zip));
        Assert.Equal(
            ["classes.txt", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte", "train-labels-idx1-ubyte"],
            archive.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        var again = await AddAsync(ada, [new("home.zip", zip.Length, _ => new MemoryStream(zip))]);
        Assert.Equal(["tea \"cup\"", "back\\slash"], again.ClassNames);
    }

    [Theory]
    [InlineData("notebook.ipynb")]
    [InlineData("lesson.cs")]
    public async Task What_is_taken_home_has_the_names_of_the_classes_for_their_owner_only(string file)
    {
        var (ada, cookies) = await app.NewLearnerAsync(TestContext.Current.CancellationToken);
        var id = await UploadAsync(ada);
        using HttpClient owner = app.NewBrowser(cookies), other = app.NewBrowser();
        var path = $"/lessons/softmax/take-home/{file}?dataset={id}";

        var own = await owner.GetStringAsync(path);
        Assert.Contains("back", own, StringComparison.Ordinal);
        Assert.Contains(id, own, StringComparison.Ordinal);
        var others = await other.GetStringAsync(path);
        Assert.DoesNotContain("back\\", others, StringComparison.Ordinal);
        Assert.DoesNotContain(id, others, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fashion_is_taken_home_by_its_names()
    {
        Assert.SkipUnless(
            Directory.Exists("/usr/share/datasets/fashion-mnist"), "Debian's package dataset-fashion-mnist is not installed.");
        using var browser = app.NewBrowser();

        Assert.Contains(
            "Ankle boot",
            await browser.GetStringAsync("/lessons/mlp/take-home/lesson.cs?dataset=fashion-mnist"),
            StringComparison.Ordinal);
    }

    private async Task<string> UploadAsync(LearnerId learner)
    {
        UploadedFile[] files =
        [
            File("train-images-idx3-ubyte", [0x803, 4, 28, 28], Dots(4)),
            File("train-labels-idx1-ubyte", [0x801, 4], [0, 1, 1, 0]),
            File("t10k-images-idx3-ubyte", [0x803, 2, 28, 28], Dots(2)), File("t10k-labels-idx1-ubyte", [0x801, 2], [1, 0]),
            File("classes.txt", [], "tea \"cup\"\nback\\slash\n"u8.ToArray()),
        ];
        return (await AddAsync(learner, files)).Id;
    }

    private async Task<UploadedDataset> AddAsync(LearnerId learner, IReadOnlyList<UploadedFile> files)
    {
        var drafts = app.Services.GetRequiredService<DatasetDrafts>();
        await drafts.ReadAsync(learner, files);
        return await drafts.AcceptAsync(learner);
    }

    /// <summary>Images with a dot each: blank ones would not be kept.</summary>
    private static byte[] Dots(int count)
    {
        var pixels = new byte[count * 784];
        for (var i = 0; i < count; i++) pixels[i * 784 + i] = 255;
        return pixels;
    }

    private static UploadedFile File(string name, int[] header, byte[] content)
    {
        var bytes = new byte[4 * header.Length + content.Length];
        for (var i = 0; i < header.Length; i++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), header[i]);
        content.CopyTo(bytes.AsSpan(4 * header.Length));
        return new(name, bytes.Length, _ => new MemoryStream(bytes));
    }
}
