using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// Lessons 2 and 3 by one click. What they reach in full length is checked where it costs less, in MnistBlazor.ML.Tests; lesson 3 with
/// pooling and without dropout runs in KeyboardTests.
/// </summary>
[Collection(AppFixture.OnSecondApp)]
public sealed class LaterLessonsTests(AppFixture fixture) : BrowserTest(fixture, fixture.SecondApp)
{
    private const string Strided = "kernel-size=5&shrinking=stride&batch-shift=1";

    [Theory]
    [InlineData("mlp?epochs=1", 0.85, 0.95)]
    [InlineData("mlp?epochs=1&layers=256-relu-0.2,128-gelu-0.1", 0.80, 0.95)]
    [InlineData($"cnn?epochs=1&hidden-units=64&dropout=0.2&batch-size=50&{Strided}&{FewDigits.Query}", 0.90, 1)]
    public async Task One_epoch_by_run_all_already_beats_guessing_by_far_and_reads_what_is_drawn(string address, double least, double most)
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync(), $"lessons/{address}");
        await lesson.RunAllAsync();
        await lesson.ExpectAllDoneAsync();

        Assert.InRange(await lesson.FigureAsync("test-accuracy"), least, most);
        await lesson.Pad.DrawAsync(Pad.Zero);
        await lesson.Pad.ExpectPredictionAsync("0");

        // Why it says so: live under the pen, and when it is asked.
        await lesson.LookInsideAsync();
        await Expect(lesson.Inside).ToContainTextAsync("The answer is 0 ");
        await Expect(lesson.Inside.Locator("[data-value=evidence]")).ToContainTextAsync("Pixels that speak for 0");
        await Expect(lesson.Inside.Locator("[data-model-answers] td[data-answer='0']")).ToHaveCountAsync(1);
        var convolutional = address.StartsWith("cnn", StringComparison.Ordinal);
        await Expect(lesson.Inside.GetByText("class activation, Grad-CAM")).ToHaveCountAsync(convolutional ? 1 : 0);
        await lesson.Inside.Locator("[data-action=nearest]").ClickAsync();
        await Expect(lesson.Inside.Locator(".nearest li")).ToHaveCountAsync(5);
        await lesson.Inside.Locator("[data-action=edit]").ClickAsync();
        await Expect(lesson.Inside.Locator("[data-value=edit]")).ToContainTextAsync(new Regex("pixels (turn 0 into|the answer is still)"));
        var units = lesson.Inside.Locator("[data-layer]").First;
        await units.Locator("[data-cells]").HoverAsync(new() { Position = new() { X = 2, Y = 2 } });
        await Expect(units.Locator("[data-chosen]")).ToHaveAttributeAsync("data-chosen", "1");
        await units.GetByRole(AriaRole.Slider).PressAsync("ArrowRight");
        await Expect(units.Locator("[data-chosen]")).ToHaveAttributeAsync("data-chosen", "2");

        // A unit of the last layer is taken away for this reading and put back, and each in turn on the test images.
        await lesson.Inside.Locator("[data-action=take-away]").ClickAsync();
        await Expect(lesson.Inside.Locator("[data-value=changed-answer]")).ToContainTextAsync("as trained it is 0");
        await lesson.Inside.Locator("[data-action=put-back]").ClickAsync();
        await Expect(lesson.Inside.Locator("[data-value=changed-answer]")).ToHaveTextAsync("Nothing is changed yet.");

        await lesson.Inside.Locator("[data-field=weight]").PressAsync("Home");
        await Expect(lesson.Inside.Locator("[data-value=changed-answer]")).ToContainTextAsync("as trained it is 0");
        await lesson.Inside.Locator("[data-action=put-back]").ClickAsync();

        if (convolutional)
        {
            // Kernels, and what each layer makes of the drawing.
            await Expect(lesson.Inside.Locator("figure img.pixels").Nth(2)).ToBeVisibleAsync();
        }
        else
        {
            await lesson.Inside.Locator("[data-action=ablate]").ClickAsync();
            await Expect(lesson.Inside.Locator("[data-ablation=shown] tr[data-class] [data-most]")).ToHaveCountAsync(10);
        }

        // The drawing lies among the test images, and moves as something else is drawn.
        var map = lesson.Cell("training").Locator("[data-embedding]");
        await map.Locator("[data-action=embedding]").ClickAsync();
        var canvas = map.Locator("[data-canvas]");
        await Expect(canvas).ToHaveAttributeAsync("data-yours", new Regex("^[0-9]+,[0-9]+$"));
        var place = await canvas.GetAttributeAsync("data-yours");
        await canvas.PressAsync("ArrowRight");
        await Expect(map.Locator("[data-said]")).ToContainTextAsync("test image");
        await map.Locator("button[data-only='8']").ClickAsync();
        await Expect(canvas).ToHaveAttributeAsync("data-only", "8");
        await canvas.PressAsync("ArrowRight");
        await Expect(map.Locator("[data-said]")).ToContainTextAsync("8, test image");
        await map.Locator("button[data-only='8']").ClickAsync();
        await Expect(canvas).ToHaveAttributeAsync("data-only", "");
        await lesson.Pad.ClearAsync();
        await Expect(lesson.Inside).ToHaveAttributeAsync("data-inside", "empty");
        await lesson.Pad.DrawAsync(Pad.One);
        await Expect(lesson.Inside).ToHaveAttributeAsync("data-inside", "shown");
        await Expect(canvas).Not.ToHaveAttributeAsync("data-yours", place!);
        if (address == "mlp?epochs=1")
        {
            await map.Locator("[data-action=umap]").ClickAsync();
            await Expect(map.Locator("[data-neighbours] thead")).ToContainTextAsync("UMAP");
        }

        // What it has learned can be looked at, by mouse and by keys.
        await lesson.Cell("model").Locator("[data-stage='1']").ClickAsync();
        await Expect(lesson.Page.Locator("[data-unit]")).ToHaveAttributeAsync("data-unit", new Regex("^(linear1|conv1)/"));
        await lesson.Cell("model").Locator("[data-stage='1']").PressAsync("ArrowDown");
        await Expect(lesson.Cell("model").Locator(".edge.for").First).ToBeAttachedAsync();
    }

    [Fact]
    public async Task The_layers_that_are_edited_are_the_network_that_is_built()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync(), "lessons/mlp?layers=32-relu-0");
        await lesson.RunAsync("model");
        await lesson.ExpectStatusAsync("model", "done");
        Assert.Equal(784 * 32 + 32 + 32 * 10 + 10, await lesson.FigureAsync("parameter-count"));
        await Expect(lesson.Cell("model").Locator("pre").First).ToContainTextAsync("32");
    }
}
