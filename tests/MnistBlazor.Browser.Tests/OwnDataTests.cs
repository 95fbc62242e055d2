using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MnistBlazor.ML.Tests.Data;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>A learner brings pictures along, trains with them, and is answered in the names of their own classes.</summary>
[Collection(AppFixture.OnSecondApp)]
public sealed class OwnDataTests(AppFixture fixture) : BrowserTest(fixture, fixture.SecondApp)
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
        await Expect(stranger.Page.Locator("[role=status].notice")).ToContainTextAsync("not yours");
        await Expect(stranger.Parameter("dataset")).ToHaveValueAsync(new Regex("^MNIST"));
    }

    [Fact]
    public async Task What_is_wrong_with_an_upload_is_said_and_the_next_one_can_be_given_up_or_deleted_again()
    {
        var visitor = await VisitAsync();
        // Chosen before the page is alive, or in a dialog that was open when the page came alive and took the field away: not lost.
        var early = await visitor.OpenPlainAsync("lessons/softmax");
        await early.EvaluateAsync("() => { window.first = document.querySelector('[data-upload]'); }");
        await early.Locator("[data-upload]").SetInputFilesAsync(Zip(Shapes()));
        await early.Locator("[data-action=discard]").ClickAsync();
        await Expect(early.Locator("[data-preview]")).ToHaveCountAsync(0);
        await early.EvaluateAsync(
            """
            zip => {
              const chosen = new DataTransfer();
              chosen.items.add(new File([Uint8Array.from(atob(zip), character => character.charCodeAt(0))], 'pictures.zip'));
              window.first.files = chosen.files;
              window.first.dispatchEvent(new Event('change'));
            }
            """,
            Convert.ToBase64String(Zip(Shapes()).Buffer));
        await early.Locator("[data-action=discard]").ClickAsync();
        await Expect(early.Locator("[data-preview]")).ToHaveCountAsync(0);
        await early.CloseAsync();

        var lesson = await LessonPage.OpenAsync(visitor);
        var own = await OwnAsync(lesson);
        var file = own.Locator("[data-upload]");

        await file.SetInputFilesAsync(new FilePayload { Name = "pictures.zip", MimeType = "application/zip", Buffer = "no zip"u8.ToArray() });
        await Expect(own.Locator("[data-upload-error]")).ToContainTextAsync("pictures.zip");
        await Expect(own.Locator("[data-preview]")).ToHaveCountAsync(0);

        await lesson.Page.EvaluateAsync(
            """
            () => {
              const { arrayBuffer } = Blob.prototype;
              const released = new Promise(resolve => window.release = resolve);
              Blob.prototype.arrayBuffer = async function () {
                await released;
                return arrayBuffer.call(this);
              };
            }
            """);
        await file.SetInputFilesAsync(Zip(Shapes())); // and it takes long to arrive
        await own.Locator("[data-action=cancel-upload]").ClickAsync();
        await Expect(own.Locator("[data-draft-said]")).ToContainTextAsync("nothing of it was kept");
        await lesson.Page.EvaluateAsync("() => window.release()");

        await file.SetInputFilesAsync(Zip(Shapes()));
        await own.Locator("[data-action=discard]").ClickAsync();
        await Expect(own.Locator("[data-preview]")).ToHaveCountAsync(0);
        await Expect(own.Locator("[data-own-dataset]")).ToHaveCountAsync(0);

        await file.SetInputFilesAsync(Zip(Shapes()));
        await own.Locator("[data-action=accept]").ClickAsync();
        await own.Locator("[data-action=delete]").ClickAsync();
        var question = lesson.Page.GetByRole(AriaRole.Dialog);
        await Expect(question).ToContainTextAsync("for good");
        await question.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(lesson.Parameter("dataset")).ToHaveValueAsync(new Regex("^MNIST"));
        await Expect(own.Locator("[data-own-dataset]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Drawings_made_in_the_app_become_a_data_set_that_a_network_learns()
    {
        var visitor = await VisitAsync();
        var page = await visitor.OpenAsync("drawings?lesson=softmax");
        var pad = new Pad(page);
        foreach (var (name, stroke) in new[] { ("ring", Pad.Zero), ("dash", Across) })
        {
            await page.Locator("[data-field=class-name]").FillAsync(name);
            await page.Locator("[data-action=add-class]").ClickAsync();
            await Expect(page.Locator("#draw")).ToContainTextAsync(name);
            for (var i = 0; i < 3; i++)
            {
                await pad.DrawAsync([.. stroke.Select(point => (point.X + 0.02 * i, point.Y))]);
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.Locator("[data-drawing]")).ToHaveCountAsync(i + 1);
            }
        }
        await page.Locator("[data-drawing='1']").FocusAsync();
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator("[data-drawing]")).ToHaveCountAsync(2);
        await Expect(page.Locator("[data-drawing='1']")).ToBeFocusedAsync();
        await page.Locator("[data-action=take-back]").ClickAsync();
        await Expect(page.Locator("[data-drawing]")).ToHaveCountAsync(3);
        await Appearance.ExpectAccessibleAsync(page);

        await page.Locator("[data-action=make]").ClickAsync();
        await Expect(page.Locator("[data-class-name]")).ToHaveTextAsync(["ring", "dash"]);
        await page.Locator("[data-action=accept]").ClickAsync();
        await page.Locator("[data-lesson-link=softmax]").ClickAsync();
        var lesson = new LessonPage(page);
        await Expect(lesson.Parameter("dataset")).ToHaveValueAsync("My drawings");
        await lesson.RunAllAsync();
        await lesson.ExpectAllDoneAsync();
        await lesson.Pad.DrawAsync(Pad.Zero);
        await lesson.Pad.ExpectPredictionAsync("ring");
    }

    /// <summary>Looks the pictures over before they count, as drawings.</summary>
    /// <returns>The id that the data set got.</returns>
    private static async Task<string> UploadAsync(LessonPage lesson, (string, byte[])[] pictures)
    {
        var own = await OwnAsync(lesson);
        await own.Locator("[data-upload]").SetInputFilesAsync(Zip([.. pictures, ("shapes/dash/list.xyz", "what is in here"u8.ToArray())]));
        var preview = own.Locator("[data-preview]");
        await Expect(preview).ToHaveAttributeAsync("data-images", "120");
        await Expect(preview.Locator("h3")).ToBeFocusedAsync();
        await Expect(preview.Locator("[data-class-name]")).ToHaveTextAsync(["bar", "dash", "ring"]);
        await preview.Locator("[data-skipped] summary").ClickAsync();
        await Expect(preview.Locator("[data-skipped-file]")).ToContainTextAsync("list.xyz");
        await Appearance.ExpectAccessibleAsync(lesson.Page);

        var strip = preview.Locator(".strip img").First;
        var before = await strip.GetAttributeAsync("src");
        await preview.Locator("[data-choice=ink] input[value=bright]").CheckAsync();
        await Expect(strip).Not.ToHaveAttributeAsync("src", before!);
        await preview.Locator("[data-choice=ink] input[value=automatic]").CheckAsync();
        await preview.Locator("[data-choice=drawings]").CheckAsync();
        await lesson.Page.ReloadAsync(); // what was looked at outlives the page
        await Expect(preview.Locator("[data-choice=drawings]")).ToBeCheckedAsync();
        await Expect(lesson.Page.Locator("fieldset.controls:not([disabled])")).ToBeAttachedAsync();
        await preview.Locator("[data-action=accept]").ClickAsync();
        return (await own.Locator("[data-own-dataset]").GetAttributeAsync("data-own-dataset"))!;
    }

    private static async Task<ILocator> OwnAsync(LessonPage lesson)
    {
        var own = lesson.Cell("data").Locator("[data-own]");
        await own.Locator("> summary").ClickAsync();
        return own;
    }

    internal static (string, byte[])[] Shapes() =>
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

    internal static FilePayload Zip((string Name, byte[] Content)[] files)
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
