using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>A finished run played again from its stored events: the same figures, and nothing trains for it.</summary>
public sealed class ReplayTests(AppFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task A_finished_run_plays_again_to_the_same_figures_for_its_owner_and_whoever_has_its_link_and_for_no_stranger()
    {
        var owner = await VisitAsync();
        var lesson = await LessonPage.OpenAsync(owner, "lessons/softmax?epochs=3");
        await lesson.RunAllAsync();
        await lesson.ExpectAllDoneAsync();
        var losses = await lesson.EpochLossesAsync(3);
        var run = await RunShownAsync(lesson);

        await PlayInTheLessonAsync(lesson, run, losses);
        await PlayByKeyboardFromThePageOfRunsAsync(owner, run);
        await PlayByTheWatchLinkAsync(lesson, losses);
        var stranger = await LessonPage.OpenAsync(await VisitAsync(), $"lessons/softmax?replay={run}");
        await Expect(stranger.Page.Locator("[role=status].notice")).ToContainTextAsync("is not here");
        await Expect(stranger.Page.Locator("[data-replay-bar]")).ToHaveCountAsync(0);
    }

    /// <summary>The notebook is left as it was.</summary>
    private static async Task PlayInTheLessonAsync(LessonPage lesson, string run, IReadOnlyList<string> losses)
    {
        var accuracy = await lesson.Page.Locator("[data-value=test-accuracy]").InnerTextAsync();
        await Expect(lesson.Page.Locator(".run-figures")).ToContainTextAsync("%"); // the run has its accuracy, too

        await lesson.Cell("training").Locator("[data-action=replay]").ClickAsync();
        var replay = new Replay(lesson.Page);
        await replay.ExpectReadyAsync();
        await Expect(lesson.Page).ToHaveURLAsync(new Regex($"[?&]replay={run}$"));
        await Expect(replay.Rows).ToHaveCountAsync(0); // it stands at the beginning, for who wants little motion
        await replay.PlayAsync(speed: 20);

        await replay.ExpectEndAsync();
        await Expect(replay.Rows).ToHaveCountAsync(3);
        Assert.Equal(losses, await replay.Rows.Locator("td:nth-of-type(1)").AllInnerTextsAsync());
        await Expect(replay.Figure("train-loss")).ToHaveTextAsync(losses[^1]);
        await Expect(replay.Figure("run-accuracy")).ToHaveTextAsync(accuracy);

        await replay.EndAsync();
        await Expect(lesson.Cell("training")).ToBeFocusedAsync();
        await Expect(lesson.Page).Not.ToHaveURLAsync(new Regex("replay="));
        Assert.Equal(losses, await lesson.EpochLossesAsync(3));
        Assert.Equal(run, await RunShownAsync(lesson));
        await lesson.ExpectAllDoneAsync();
    }

    private static async Task PlayByKeyboardFromThePageOfRunsAsync(Visitor owner, string run)
    {
        var again = await owner.OpenAsync("runs");
        await again.Locator("[data-run-action=open]").ClickAsync();
        await again.Locator("[data-run-action=replay]").ClickAsync();
        await Expect(again).ToHaveURLAsync(new Regex($"lessons/softmax[?].*replay={run}$"));
        var replay = new Replay(again);
        await replay.ExpectReadyAsync();
        await Appearance.ExpectAccessibleAsync(again);
        await replay.Position.FocusAsync();
        await again.Keyboard.PressAsync("End");
        await replay.ExpectEndAsync();
        await Expect(replay.Rows).ToHaveCountAsync(3);
        await again.Keyboard.PressAsync("Home");
        await Expect(replay.Rows).ToHaveCountAsync(0);
        await Expect(replay.Position).ToHaveAttributeAsync("aria-valuetext", new Regex("^0:00 of "));
    }

    private async Task PlayByTheWatchLinkAsync(LessonPage lesson, IReadOnlyList<string> losses)
    {
        await lesson.Cell("training").Locator("[data-action=watch-link]").ClickAsync();
        var link = new Uri(await lesson.Cell("training").Locator("[data-watch-address]").InputValueAsync()).PathAndQuery;

        var page = await (await VisitAsync()).OpenPlainAsync(link);
        var replay = new Replay(page);
        await Expect(replay.Rows).ToHaveCountAsync(3);
        await page.Locator("[data-replay-open]").ClickAsync();
        await replay.ExpectReadyAsync();
        await Expect(replay.Rows).ToHaveCountAsync(0);
        await replay.PlayAsync(speed: 20);
        await replay.ExpectEndAsync();

        Assert.Equal(losses, await replay.Rows.Locator("td:nth-of-type(1)").AllInnerTextsAsync());
        await page.Locator("[data-replay=end]").ClickAsync();
        await Expect(page.Locator("[data-replay-bar]")).ToBeHiddenAsync();
        await Expect(page.Locator("[data-replay-open]")).ToBeFocusedAsync();
        await Expect(replay.Rows).ToHaveCountAsync(3);
    }

    private static async Task<string> RunShownAsync(LessonPage lesson) => (await lesson.Cell("training").Locator(".plot").GetAttributeAsync("data-run"))!;

    /// <summary>A replay on a page, known by the attributes of its controls.</summary>
    private sealed class Replay(IPage page)
    {
        public ILocator Rows { get; } = page.Locator("[data-board] tbody tr");

        public ILocator Position { get; } = page.Locator("[data-replay=position]");

        public ILocator Figure(string name) => page.Locator($"[data-board] [data-value={name}]");

        public Task ExpectReadyAsync() => Expect(page.Locator("[data-replay=toggle]")).ToBeEnabledAsync();

        public async Task PlayAsync(int speed)
        {
            await page.Locator("[data-replay=speed]").SelectOptionAsync($"{speed}");
            await page.Locator("[data-replay=toggle]").ClickAsync();
        }

        public Task ExpectEndAsync() => Expect(Figure("run-status")).ToHaveAttributeAsync("data-status", "completed");

        public async Task EndAsync()
        {
            await page.Locator("[data-replay=end]").ClickAsync();
            await Expect(page.Locator("[data-replay-bar]")).ToHaveCountAsync(0);
        }
    }
}
