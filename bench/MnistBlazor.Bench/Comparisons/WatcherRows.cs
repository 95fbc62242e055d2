using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using MnistBlazor.Bench.Apps;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// One live run of lesson 2 that a hall of people watches: how long after it has happened an event is there, and what watching costs the
/// training. The watchers are hub clients in this process, on the machine of the app.
/// </summary>
internal static class WatcherRows
{
    private const int Watchers = 300;

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        var (watchers, epochs) = conditions.Smoke ? (5, 2) : (Watchers, 8);
        await using var app = await conditions.StartAppAsync();
        await using var chromium = await Chromium.StartAsync();
        var (alone, watched, latencies, lost) = (new List<double>(), new List<double>(), new ConcurrentBag<double>(), 0);
        for (var round = 0; round < conditions.Times; round++)
        {
            conditions.Say($"watchers, round {round + 1}");
            alone.Add(Median(await TrainAsync(watchers: 0)));
            watched.Add(Median(await TrainAsync(watchers)));
        }
        var milliseconds = new Samples([.. latencies]);
        return
        [
            Row.AtMost(
                $"one run watched by {watchers}: an event's way to a watcher, p50 / p95 / p99; {lost} of {latencies.Count} events lost",
                milliseconds.Percentiles("ms"), milliseconds.Percentile(95), "ms", 250),
            Row.Ratio($"an epoch of lesson 2 watched by {watchers}", new(watched), "unwatched", new(alone), "s", 1.05),
        ];

        async Task<IReadOnlyList<double>> TrainAsync(int watchers)
        {
            var hubs = await ConnectAsync(watchers);
            var lesson = await LiveLesson.OpenAsync(chromium, app, $"lessons/mlp?epochs={epochs}");
            var run = await lesson.TrainAsync();
            var link = await lesson.Page.Locator("[data-cell=training] [data-watch-address]").InputValueAsync();
            await lesson.Page.GotoAsync("about:blank"); // the browser's own share is measured elsewhere
            var seen = await Task.WhenAll(hubs.Select(hub => WatchAsync(hub, run, link.Split("key=")[1])));
            foreach (var hub in hubs) await hub.DisposeAsync();
            var events = await lesson.EventsAsync(run);
            lost += seen.Sum(count => events.Count - count);
            await lesson.CloseAsync();
            return LiveLesson.BetweenEpochs(events);
        }

        // A few at a time, as people come.
        async Task<List<HubConnection>> ConnectAsync(int watchers)
        {
            var address = new Uri(app.Address, "hubs/run");
            var hubs = Enumerable.Range(0, watchers).Select(_ => new HubConnectionBuilder()
                .WithUrl(address, HttpTransportType.WebSockets, options => options.SkipNegotiation = true).Build()).ToList();
            foreach (var few in hubs.Chunk(20)) await Task.WhenAll(few.Select(hub => hub.StartAsync()));
            return hubs;
        }

        async Task<int> WatchAsync(HubConnection hub, string run, string key)
        {
            var (count, caughtUp) = (0, DateTimeOffset.UtcNow);
            await foreach (var list in hub.StreamAsync<JsonObject[]>("Watch", run, 0, key))
            {
                var now = DateTimeOffset.UtcNow;
                count += list.Length;
                // What happened before the watcher came is no news.
                foreach (var at in list.Select(happened => (DateTimeOffset)happened["at"]!).Where(at => at > caughtUp))
                    latencies.Add((now - at).TotalMilliseconds);
            }
            return count;
        }
    }

    private static double Median(IReadOnlyList<double> values) => new Samples(values).Median;
}
