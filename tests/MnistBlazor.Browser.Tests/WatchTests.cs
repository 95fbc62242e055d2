using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>A run seen by others: whoever gets its watch link follows it to the end, and can do nothing else.</summary>
public sealed class WatchTests(AppFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task A_stranger_with_the_link_watches_a_live_run_to_its_end_and_sees_what_the_owner_sees()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync(), "lessons/softmax?epochs=30");
        await lesson.RunAllAsync();
        await lesson.ExpectEpochAsync(1);
        var link = await WatchLinkAsync(lesson);

        var stranger = await VisitAsync();
        var page = await stranger.OpenPlainAsync(link);
        var rows = page.Locator("[data-board] tbody tr");
        await Expect(rows.Nth(1)).ToBeVisibleAsync(); // it grows by itself: nothing here loads the page again
        await lesson.ExpectAllDoneAsync();

        await Expect(page.Locator("[data-value=run-status]")).ToHaveAttributeAsync("data-status", "completed");
        await Expect(rows).ToHaveCountAsync(30);
        await Expect(page.Locator("[data-board] [data-epochs]")).ToHaveAttributeAsync("data-epochs", "30");
        Assert.Equal(await lesson.EpochLossesAsync(30), await page.Locator("[data-board] tbody tr td:nth-of-type(1)").AllInnerTextsAsync());
        await Expect(page.Locator("[data-value=run-accuracy]")).ToHaveTextAsync(await lesson.Page.Locator("[data-value=test-accuracy]").InnerTextAsync());
    }

    [Fact]
    public async Task The_page_opens_no_circuit_has_no_control_over_the_run_and_is_for_everyone_with_the_key()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync(), "lessons/softmax?epochs=2");
        await lesson.RunAllAsync();
        await lesson.ExpectAllDoneAsync();
        var link = await WatchLinkAsync(lesson);

        var stranger = await VisitAsync();
        var requests = new List<string>();
        stranger.Context.Request += (_, request) => { lock (requests) requests.Add(request.Url); };
        var page = await stranger.OpenPlainAsync(link);
        await Expect(page.Locator("[data-board] tbody tr")).ToHaveCountAsync(2);
        lock (requests)
        {
            Assert.Contains(requests, url => url.Contains("hubs/run"));
            Assert.DoesNotContain(requests, url => url.Contains("_blazor"));
        }
        foreach (var action in new[] { "run", "stop", "pause", "resume", "step-batch", "step-epoch", "watch-link" })
            await Expect(page.Locator($"[data-action={action}]")).ToHaveCountAsync(0);

        // On a wall, and on a phone in the dark.
        await ExpectUsableLiveAndReplayedAsync(page);
        var phone = await VisitAsync("ko", Sizes.Phone, ColorScheme.Dark);
        await ExpectUsableLiveAndReplayedAsync(await phone.OpenPlainAsync(link));

        // Without the key there is a page that says what to do.
        stranger.Forgive("404"); // the browser's console says so too
        foreach (var address in new[] { link.Split('?')[0], link[..^1] })
        {
            var nothing = await stranger.OpenPlainAsync(address);
            await Expect(nothing.Locator("h1")).ToHaveTextAsync("This link opens no run");
            await Expect(nothing.Locator("[data-board]")).ToHaveCountAsync(0);
        }
    }

    private static async Task ExpectUsableLiveAndReplayedAsync(IPage page)
    {
        await Expect(page.Locator("[data-board] tbody tr")).ToHaveCountAsync(2);
        await ExpectUsableAsync(page);
        await page.Locator("[data-replay-open]").ClickAsync();
        await Expect(page.Locator("[data-replay=toggle]")).ToBeEnabledAsync();
        await ExpectUsableAsync(page);
    }

    private static async Task ExpectUsableAsync(IPage page)
    {
        await Appearance.ExpectAccessibleAsync(page);
        await Appearance.ExpectNothingSticksOutAsync(page);
    }

    /// <summary>Path and query of the link, as its owner finds it in the training cell.</summary>
    private static async Task<string> WatchLinkAsync(LessonPage lesson)
    {
        await lesson.Cell("training").Locator("[data-action=watch-link]").ClickAsync();
        var field = lesson.Cell("training").Locator("[data-watch-address]");
        await Expect(field).ToBeVisibleAsync();
        await Expect(field).ToHaveValueAsync(new Regex("/watch/[0-9a-f]{32}[?]key=[0-9a-f]{32}$"));
        return new Uri(await field.InputValueAsync()).PathAndQuery;
    }
}
