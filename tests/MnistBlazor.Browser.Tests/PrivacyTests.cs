using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>A learner is nobody but their cookie; what is theirs stays theirs.</summary>
public sealed class PrivacyTests(AppFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task A_stranger_cannot_watch_a_run_even_with_its_id()
    {
        var owner = await LessonPage.OpenAsync(await VisitAsync(), "lessons/softmax?epochs=2");
        await owner.RunAllAsync();
        await owner.ExpectAllDoneAsync();
        var run = await owner.Page.Locator("[data-run]").First.GetAttributeAsync("data-run");
        var other = await VisitAsync();
        var stranger = await other.OpenAsync("about");

        Assert.Equal("ended", await WatchAsync(owner.Page, run!));
        Assert.Contains("run-not-found", await WatchAsync(stranger, run!));
        Assert.Contains("run-not-found", await WatchAsync(owner.Page, new string('0', run!.Length)));
    }

    [Fact]
    public async Task Two_visitors_have_notebooks_of_their_own()
    {
        var one = await LessonPage.OpenAsync(await VisitAsync());
        await one.SetAsync("epochs", "3");
        await Expect(one.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("epochs=3"));
        var other = await LessonPage.OpenAsync(await VisitAsync());
        await Expect(other.Parameter("epochs")).ToHaveValueAsync("15");
    }

    [Fact]
    public async Task Scripts_cannot_read_the_cookie_that_says_who_someone_is()
    {
        var visitor = await VisitAsync();
        var page = await visitor.OpenAsync("");
        var cookie = Assert.Single(await visitor.Context.CookiesAsync(), cookie => cookie.Name == "learner");
        Assert.True(cookie.HttpOnly);
        Assert.DoesNotContain("learner", await page.EvaluateAsync<string>("document.cookie"));
    }

    /// <summary>Asks the hub for a run's events from a page, as a script of that page's own origin could.</summary>
    /// <returns>The type of the last event, or the refusal.</returns>
    private static async Task<string> WatchAsync(IPage page, string run)
    {
        await page.AddScriptTagAsync(new() { Url = "/lib/signalr/signalr.min.js" });
        return await page.EvaluateAsync<string>(
            """
            async run => {
              const hub = new signalR.HubConnectionBuilder().withUrl('/hubs/run').configureLogging(signalR.LogLevel.None).build();
              await hub.start();
              let last;
              try {
                await new Promise((resolve, reject) => hub.stream('Watch', run, 0, null)
                  .subscribe({ next: events => last = events.at(-1).type, complete: resolve, error: reject }));
                return last;
              } catch (refusal) {
                return refusal.message;
              } finally {
                await hub.stop();
              }
            }
            """, run);
    }
}
