using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>The optimizer lab: what walks on the surface, and a race.</summary>
[Collection(AppFixture.OnSecondApp)]
public sealed class OptimizerLabTests(AppFixture fixture) : BrowserTest(fixture, fixture.SecondApp)
{
    [Fact]
    public async Task Walkers_are_there_at_once_go_step_by_step_from_where_they_are_put_and_race()
    {
        var visitor = await VisitAsync();
        var lesson = await LessonPage.OpenAsync(
            visitor, $"lessons/optimizers?surface=himmelblau&optimizers=sgd,adam&steps=40&epochs=1&batch-size=500&landscape-size=15&{FewDigits.Query}");
        await lesson.ExpectStatusAsync("descent", "done");
        var (descent, sgd) = (lesson.Cell("descent"), lesson.Page.Locator("[data-path=sgd]"));
        await Expect(lesson.Page.Locator("[data-path]")).ToHaveCountAsync(2);

        // The slider stops whatever plays by itself.
        await descent.Locator("[data-scrub]").FillAsync("10");
        await Expect(sgd).ToHaveAttributeAsync("data-step", "10");
        await descent.Locator("[data-action=forth]").ClickAsync();
        await Expect(sgd).ToHaveAttributeAsync("data-step", "11");
        await descent.Locator("[data-action=back]").ClickAsync();
        await Expect(sgd).ToHaveAttributeAsync("data-step", "10");
        await descent.Locator("[data-speed]").SelectOptionAsync("4");
        await descent.Locator("[data-action=play]").ClickAsync();
        await Expect(sgd).ToHaveAttributeAsync("data-step", "40");

        // By keys from (0, 0.5), then by the mouse.
        var start = descent.Locator("[data-start]");
        await start.PressAsync("ArrowRight");
        await Expect(start).ToHaveAttributeAsync("aria-label", new Regex("x 0.25, y 0.5"));
        var map = (await descent.Locator("[data-ground]").BoundingBoxAsync())!;
        var (x, y) = (map.X + (map.Width * 0.25f), map.Y + (map.Height * 0.75f));
        await lesson.Page.Mouse.MoveAsync(map.X + (map.Width * 0.525f), map.Y + (map.Height * 0.45f));
        await lesson.Page.Mouse.DownAsync();
        await lesson.Page.Mouse.MoveAsync(x, y);
        await lesson.Page.Mouse.UpAsync();
        await Expect(start).ToHaveAttributeAsync("aria-label", new Regex(@"x -2\.[45]\d*, y -2\.[45]"));
        await Expect(lesson.Page).ToHaveURLAsync(new Regex(@"start-x=-2\.[45]"));
        await Expect(sgd).ToHaveAttributeAsync("d", new Regex(@"^M(99|100|101)"));

        await lesson.RunAsync("race");
        await Expect(lesson.Page.Locator("[data-racer] [data-epoch='1']")).ToHaveCountAsync(3);
        await lesson.ExpectStatusAsync("race", "done");
        foreach (var loss in await lesson.Page.Locator("[data-racer] [data-value=loss]").AllAsync())
            Assert.InRange(double.Parse((await loss.GetAttributeAsync("value"))!, CultureInfo.InvariantCulture), 0.1, 2.4);
        await Expect(lesson.Cell("race").Locator("[data-compare]")).ToHaveAttributeAsync("data-epochs", "1 1 1");

        // One step: another weight by a click, another class by a key.
        await lesson.RunAsync("step");
        var step = lesson.Cell("step");
        await Expect(step.Locator("[data-field=row]")).ToHaveValueAsync("15");
        await step.Locator("[data-weights]").ClickAsync(new() { Position = new() { X = 9 * 12 + 4, Y = 9 * 10 + 4 } });
        await Expect(step.Locator("[data-field=row]")).ToHaveValueAsync("11");
        await Expect(step.Locator("[data-field=column]")).ToHaveValueAsync("13");
        await step.Locator("[data-class='7']").PressAsync("Enter");
        await Expect(step.Locator("[data-class='7']")).ToHaveAttributeAsync("aria-pressed", "true");
        await lesson.ExpectStatusAsync("step", "done");
        Assert.Equal(await FigureAsync(step, "gradient"), await FigureAsync(step, "finite-difference"), 1e-7);

        // The landscape around the newest racer, then around the first.
        await lesson.RunAsync("landscape");
        var landscape = lesson.Cell("landscape");
        await Expect(landscape.Locator("a[href^=watch]")).ToContainTextAsync("Lesson 2: few");
        Assert.InRange(await FigureAsync(landscape, "loss"), 0.05, 2.4);
        await lesson.Parameter("network").ClickAsync();
        await lesson.Page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex("SGD, rate") }).ClickAsync();
        await lesson.RunAsync("landscape");
        await Expect(landscape.Locator("a[href^=watch]")).ToContainTextAsync("SGD");
        await lesson.ExpectStatusAsync("landscape", "done");
        await Appearance.ExpectAccessibleAsync(lesson.Page);
    }

    private static async Task<double> FigureAsync(ILocator cell, string name) =>
        double.Parse((await cell.Locator($"[data-value={name}]").GetAttributeAsync("value"))!, CultureInfo.InvariantCulture);
}
