using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>Every page, at both sizes, in both languages, light and dark: nothing sticks out, and everyone can use it.</summary>
[Collection(AppFixture.Beside)]
public sealed class AppearanceTests(AppFixture fixture) : BrowserTest(fixture, fixture.SecondApp)
{
    private static readonly string[] Pages =
        ["", "lessons", "lessons/softmax", "lessons/mlp", "lessons/cnn", "lessons/optimizers", "lessons/maps", "drawings", "runs", "about", "teacher", "no-such-page"];

    [Fact]
    public async Task No_page_scrolls_sideways_or_has_a_serious_accessibility_violation_light_in_English_and_dark_in_Korean()
    {
        var visitor = await VisitAsync(size: Sizes.Phone);
        visitor.Forgive("404 .*no-such-page");
        foreach (var lesson in new[] { "softmax?epochs=1", "mlp?epochs=1", $"cnn?epochs=1&{FewDigits.Query}" })
            await HaveResultsToShowAsync(visitor, lesson);
        await BeTeacherAsync(visitor);
        foreach (var (colors, language) in new[] { (ColorScheme.Light, "en"), (ColorScheme.Dark, "ko") })
        {
            foreach (var path in Pages)
            {
                // In its colours from the start: what is out of view (content-visibility) keeps those that it had.
                var page = await visitor.OpenAsync($"{path}?culture={language}", colors);
                // Quick cells run when a lesson is opened, and their buttons change with them.
                await Expect(page.Locator("[data-cell]:is([data-status=running], [data-status=queued])")).ToHaveCountAsync(0);
                if (path == "lessons/mlp")
                {
                    // Networks of three lessons doubt labels together.
                    await page.Locator("[data-action=doubts]").ClickAsync();
                    await Expect(page.Locator("[data-doubts=shown] [data-value=doubts]")).ToBeAttachedAsync();
                }
                await Appearance.ExpectNothingSticksOutAsync(page);
                await page.SetViewportSizeAsync(Sizes.Desktop.Width, Sizes.Desktop.Height);
                await Appearance.ExpectAccessibleAsync(page);
                await page.WaitForFunctionAsync(Appearance.NothingSticksOut); // pictures follow the window as it grows
                await page.CloseAsync();
            }
        }
    }

    [Fact]
    public async Task The_chosen_language_is_remembered()
    {
        var visitor = await VisitAsync("en");
        var page = await visitor.OpenAsync("about");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");

        await page.Locator("nav.languages a[lang=ko]").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ko");

        var later = await visitor.OpenAsync("lessons/softmax");
        await Expect(later.Locator("html")).ToHaveAttributeAsync("lang", "ko");
        await Expect(later.Locator("h1")).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"[가-힣]"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, "dark")]
    [InlineData(ColorScheme.Dark, "light")]
    public async Task The_chosen_theme_wins_over_the_systems_and_is_remembered(ColorScheme system, string chosen)
    {
        var visitor = await VisitAsync(colors: system);
        var page = await visitor.OpenAsync("about");
        var before = await BrightnessAsync(page);

        await page.Locator($"fieldset.themes label >> nth={(chosen == "light" ? 0 : 2)}").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", chosen);

        var later = await visitor.OpenAsync("");
        await Expect(later.Locator("html")).ToHaveAttributeAsync("data-theme", chosen);
        var after = await BrightnessAsync(later);
        Assert.True(chosen == "dark" ? after < 0.3 && before > 0.7 : after > 0.7 && before < 0.3, $"The page went from brightness {before} to {after}.");
    }

    /// <summary>A lesson that has run and a run in the list have more to show than empty ones.</summary>
    private static async Task HaveResultsToShowAsync(Visitor visitor, string address)
    {
        var lesson = await LessonPage.OpenAsync(visitor, $"lessons/{address}");
        await lesson.RunAllAsync();
        await lesson.ExpectAllDoneAsync();
        await lesson.Page.CloseAsync();
    }

    /// <summary>Opens the teacher's page to the visitor.</summary>
    private async Task BeTeacherAsync(Visitor visitor)
    {
        var page = await visitor.OpenAsync($"teacher?token={App.TeachersToken}");
        await page.CloseAsync();
    }

    private static Task<double> BrightnessAsync(IPage page) => page.EvaluateAsync<double>(
        """
        () => {
          const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
          return (r + g + b) / 3 / 255;
        }
        """);
}
