using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Playwright;
using MnistBlazor.Bench.Comparisons;

namespace MnistBlazor.Bench.Apps;

/// <summary>A lesson's page in a browser, and the run that it shows.</summary>
internal sealed class LiveLesson(AppProcess app, IPage page)
{
    public IPage Page => page;

    /// <param name="address">Such as <c>lessons/mlp?epochs=3</c>.</param>
    public static async Task<LiveLesson> OpenAsync(Chromium chromium, AppProcess app, string address) =>
        new(app, await chromium.VisitAsync(new Uri(app.Address, address)));

    /// <summary>Runs all cells up to the training.</summary>
    /// <returns>The run's id, once it trains.</returns>
    public async Task<string> TrainAsync()
    {
        await page.Locator("fieldset.controls:not([disabled])").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("[data-action=run-all]").ClickAsync();
        await page.Locator("[data-cell=training]:is([data-status=running],[data-status=done])").WaitForAsync();
        return (await page.Locator("[data-cell=training] [data-run]").First.GetAttributeAsync("data-run"))!;
    }

    public Task UntilTrainedAsync() => page.Locator("[data-cell=training][data-status=done]").WaitForAsync();

    /// <summary>All cells, the last one too, are done.</summary>
    public async Task UntilEvaluatedAsync()
    {
        foreach (var cell in await page.Locator("[data-cell]").AllAsync())
            await page.Locator($"[data-cell={await cell.GetAttributeAsync("data-cell")}][data-status=done]").WaitForAsync();
    }

    /// <summary>What the browser is known by.</summary>
    public async Task<CookieContainer> CookiesAsync()
    {
        var cookies = new CookieContainer();
        foreach (var cookie in await page.Context.CookiesAsync())
            cookies.Add(new System.Net.Cookie(cookie.Name, cookie.Value, "/", app.Address.Host));
        return cookies;
    }

    /// <summary>The events of a run of this page's learner, to its end.</summary>
    public async Task<IReadOnlyList<JsonObject>> EventsAsync(string run)
    {
        var cookies = await CookiesAsync();
        var address = new Uri(app.Address, "hubs/run");
        await using var hub = new HubConnectionBuilder().WithUrl(address, options => options.Cookies = cookies).Build();
        await hub.StartAsync();
        var events = new List<JsonObject>();
        await foreach (var list in hub.StreamAsync<JsonObject[]>("Watch", run, 0, null)) events.AddRange(list);
        return events;
    }

    /// <summary>
    /// Seconds by the clock from the end of one epoch to the end of the next, whatever happened between: one fewer than there are epochs.
    /// </summary>
    public async Task<IReadOnlyList<double>> EpochSecondsAsync(string run) => BetweenEpochs(await EventsAsync(run));

    /// <inheritdoc cref="EpochSecondsAsync"/>
    public static IReadOnlyList<double> BetweenEpochs(IReadOnlyList<JsonObject> events)
    {
        var ends = events.Where(happened => (string?)happened["type"] == "epoch")
            .Select(happened => (DateTimeOffset)happened["at"]!).ToList();
        return [.. ends.Skip(1).Zip(ends, (later, earlier) => (later - earlier).TotalSeconds)];
    }

    /// <summary>
    /// Opens a lesson's page, trains it and closes it: the median seconds of an epoch while the page was open.
    /// </summary>
    /// <param name="untilIdle">Until the evaluation is done too, so that nothing is left to do for the app.</param>
    public static async Task<double> EpochSecondsAsync(Chromium chromium, AppProcess app, string address, bool untilIdle)
    {
        var lesson = await OpenAsync(chromium, app, address);
        var run = await lesson.TrainAsync();
        await (untilIdle ? lesson.UntilEvaluatedAsync() : lesson.UntilTrainedAsync());
        var seconds = await lesson.EpochSecondsAsync(run);
        await lesson.CloseAsync();
        return new Samples(seconds).Median;
    }

    /// <summary>Leaves as a browser does that goes elsewhere.</summary>
    public async Task CloseAsync()
    {
        await page.GotoAsync("about:blank");
        await page.Context.CloseAsync();
    }
}
