using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Playwright;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// Someone who watches one run through all lives of its server: asks each time for what comes after the last number, and keeps every
/// event.
/// </summary>
/// <param name="cookies">The owner's.</param>
public sealed class RunWatcher(string run, CookieContainer cookies)
{
    private readonly List<JsonObject> events = [];

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<JsonObject> Events => events;

    public bool SawEnd => events.LastOrDefault() is { } last && (string?)last["type"] == "ended";

    /// <summary>Seconds that the run's last epoch took to train; null before the first.</summary>
    public double? EpochSeconds => (double?)events.LastOrDefault(happened => (string?)happened["type"] == "epoch")?["seconds"];

    /// <summary>Who has started the run that a page shows.</summary>
    public static async Task<RunWatcher> OfAsync(Visitor owner, LessonPage lesson, Uri app)
    {
        var chart = lesson.Page.Locator("[data-run]").First;
        await Assertions.Expect(chart).ToHaveAttributeAsync("data-run", new Regex("^[0-9a-f]{32}$"));
        var cookies = new CookieContainer();
        foreach (var cookie in await owner.Context.CookiesAsync()) cookies.Add(new System.Net.Cookie(cookie.Name, cookie.Value, "/", app.Host));
        return new RunWatcher((await chart.GetAttributeAsync("data-run"))!, cookies);
    }

    /// <summary>Somebody who has seen nothing of the run yet.</summary>
    public RunWatcher Anew() => new(run, cookies);

    /// <summary>Watches until the run's last event, or until the server is gone.</summary>
    /// <param name="news">Told after each list of events.</param>
    public async Task WatchAsync(Uri app, Action? news = null, CancellationToken cancellation = default)
    {
        try
        {
            await using var hub = new HubConnectionBuilder().WithUrl(new Uri(app, "hubs/run"), options => options.Cookies = cookies).Build();
            await hub.StartAsync(cancellation);
            var after = events.Count == 0 ? 0 : (int)events[^1]["number"]!;
            await foreach (var list in hub.StreamAsync<JsonObject[]>("Watch", run, after, null, cancellation))
            {
                events.AddRange(list);
                news?.Invoke();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException)
        {
            // Killed.
        }
    }

    /// <summary>The run's weights as its owner takes them home: a safetensors file.</summary>
    public async Task<byte[]> TakeWeightsAsync(Uri app)
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = app };
        return await http.GetByteArrayAsync($"runs/{run}/weights.safetensors");
    }
}
