using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MnistBlazor.ML.Tests.Data;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>A learner brings pictures along, trains with them, and is answered in the names of their own classes.</summary>
public sealed class OwnDataTests(AppFixture fixture) : BrowserTest(fixture)
{
    private static readonly IReadOnlyList<(double X, double Y)> Across = [.. Enumerable.Range(0, 21).Select(i => (0.2 + 0.03 * i, 0.5))];

    [Fact]
    public async Task A_zip_of_pictures_is_learned_and_a_drawing_is_read_by_its_name()
    {
        var visitor = await VisitAsync();
        var lesson = await LessonPage.OpenAsync(visitor);
        var id = await UploadAsync(lesson, Shapes());
        await Expect(lesson.Parameter("batch-size")).ToHaveValueAsync("9"); // a tenth of 96

        await lesson.RunAllAsync();
        await lesson.ExpectAllDoneAsync();

        await Expect(lesson.Cell("data").Locator(".class .name")).ToHaveTextAsync(["bar", "dash", "ring"]);
        await Expect(lesson.Cell("data").Locator($"img[src^='images/{id}/train/']")).ToHaveCountAsync(18); // six of each
        await Expect(lesson.Cell("evaluation").Locator("table.confusion thead th")).ToHaveTextAsync(["bar", "dash", "ring"]);
        await Expect(lesson.Page.Locator("#pad .bars .name")).ToHaveTextAsync(["bar", "dash", "ring"]);
        Assert.Equal(784 * 3 + 3, await lesson.FigureAsync("parameter-count"));
        Assert.InRange(await lesson.FigureAsync("test-accuracy"), 0.95, 1);
        await lesson.Pad.DrawAsync(Across);
        await lesson.Pad.ExpectPredictionAsync("dash");
        await lesson.Pad.ClearAsync();
        await lesson.Pad.DrawAsync(Pad.Zero);
        await lesson.Pad.ExpectPredictionAsync("ring");
        Assert.Contains($"dataset={id}", lesson.Page.Url, StringComparison.Ordinal);

        // The link means nothing to anybody else.
        var stranger = await LessonPage.OpenAsync(await VisitAsync(), $"lessons/softmax?dataset={id}");
        await Expect(stranger.Page.Locator(".notice")).ToContainTextAsync("not yours");
        await Expect(stranger.Parameter("dataset")).ToHaveValueAsync(new Regex("^MNIST"));
    }

    [Fact]
    public async Task What_is_wrong_with_an_upload_is_said_and_the_next_one_can_be_deleted_again()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync());
        var own = lesson.Cell("data").Locator("[data-own]");
        await own.Locator("summary").ClickAsync();

        await own.Locator("input[type=file]").SetInputFilesAsync(Zip([("cat/1.png", "no picture"u8.ToArray()), ("dog/1.png", Picture(Bar, 0)), ("cat/2.png", Picture(Bar, 0))]));
        await Expect(own.Locator("[data-own-problem]")).ToContainTextAsync("cat/1.png");

        await own.Locator("input[type=file]").SetInputFilesAsync(Zip(Shapes()));
        await Expect(own.Locator("[data-own-dataset]")).ToHaveCountAsync(1);
        await own.Locator("[data-action=delete]").ClickAsync();
        var question = lesson.Page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync("for good");
        await question.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(lesson.Parameter("dataset")).ToHaveValueAsync(new Regex("^MNIST"));
        await Expect(own.Locator("[data-own-dataset]")).ToHaveCountAsync(0);
    }

    /// <returns>The id that the data set got.</returns>
    private static async Task<string> UploadAsync(LessonPage lesson, (string, byte[])[] pictures)
    {
        var own = lesson.Cell("data").Locator("[data-own]");
        await own.Locator("summary").ClickAsync();
        await own.Locator("[data-own-drawings]").CheckAsync();
        await own.Locator("input[type=file]").SetInputFilesAsync(Zip(pictures));
        return (await own.Locator("[data-own-dataset]").GetAttributeAsync("data-own-dataset"))!;
    }

    private static (string, byte[])[] Shapes() =>
    [
        .. new (string Name, Func<int, int, int, bool> Ink)[] { ("bar", Bar), ("dash", Dash), ("ring", Ring) }
            .SelectMany(shape => Enumerable.Range(0, 40).Select(i => ($"shapes/{shape.Name}/{i}.png", Picture(shape.Ink, i)))),
    ];

    private static bool Bar(int x, int y, int thickness) => Math.Abs(x - 28) <= thickness && y is > 8 and < 48;

    private static bool Dash(int x, int y, int thickness) => Bar(y, x, thickness);

    private static bool Ring(int x, int y, int thickness) => Math.Abs(Math.Sqrt((x - 28) * (x - 28) + (y - 28) * (y - 28)) - 17) <= thickness;

    /// <summary>56x56 pixels, dark ink on bright paper, thicker or thinner and moved by a pixel or two.</summary>
    private static byte[] Picture(Func<int, int, int, bool> ink, int variant) =>
        PngBytes.Grey(56, 56, (x, y) => (byte)(ink(x + variant % 5 - 2, y + variant / 5 % 5 - 2, 2 + variant % 3) ? 15 : 240));

    private static FilePayload Zip((string Name, byte[] Content)[] files)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return new() { Name = "pictures.zip", MimeType = "application/zip", Buffer = memory.ToArray() };
    }
}
