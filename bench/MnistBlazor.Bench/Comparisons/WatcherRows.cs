using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using MnistBlazor.Bench.Apps;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// One live run of lesson 2 that a hall of people watches: how long after it has happened an event is there, and what watching costs the
/// training. The watchers are hub clients in this process, on the machine of the app: what of its processors they take is told beside.
/// </summary>
internal static class WatcherRows
{
    private const int Watchers = 300;

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        var (watchers, epochs) = conditions.Smoke ? (5, 2) : (Watchers, 8);
        await using var app = await conditions.StartAppAsync();
        await using var chromium = await Chromium.StartAsync();
        var (alone, watched, latencies, lost) = (new Taken(), new Taken(), new List<double>(), 0);
        for (var round = 0; round < conditions.Times; round++)
        {
            conditions.Say($"watchers, round {round + 1}");
            await TrainAsync(watchers: 0, alone);
            await TrainAsync(watchers, watched);
        }
        var milliseconds = new Samples(latencies);
        return
        [
            Row.AtMost(
                $"one run watched by {watchers}: an event's way to a watcher, p50 / p95 / p99; {lost} of {latencies.Count} events lost",
                milliseconds.Percentiles("ms"), milliseconds.Percentile(95), "ms", 250),
            Row.Ratio($"an epoch of lesson 2 watched by {watchers}", new(watched.Epoch), "unwatched", new(alone.Epoch), "s", 1.05),
            Row.Ratio(
                $"processor time of the app while {epochs} epochs are watched by {watchers}", new(watched.App), "unwatched", new(alone.App),
                "s", most: null),
            Row.Shown(
                $"processor time of the {watchers} clients themselves", new Samples(watched.Clients).Text("s"), "without them",
                new Samples(alone.Clients).Text("s")),
        ];

        async Task TrainAsync(int watchers, Taken taken)
        {
            var hubs = await ConnectAsync(watchers);
            var lesson = await LiveLesson.OpenAsync(chromium, app, $"lessons/mlp?epochs={epochs}");
            var run = await lesson.TrainAsync();
            var link = await lesson.Page.Locator("[data-cell=training] [data-watch-address]").InputValueAsync();
            await lesson.Page.GotoAsync("about:blank"); // the browser's own share is measured elsewhere
            var (ours, clients) = (app.ProcessorTime, Environment.CpuUsage.TotalTime);
            var seen = await Task.WhenAll(hubs.Select(hub => WatchAsync(hub, run, link.Split("key=")[1])));
            var events = await lesson.EventsAsync(run); // to the end, if nobody else watches
            taken.App.Add((app.ProcessorTime - ours).TotalSeconds);
            taken.Clients.Add((Environment.CpuUsage.TotalTime - clients).TotalSeconds);
            taken.Epoch.Add(new Samples(LiveLesson.BetweenEpochs(events)).Median);
            foreach (var hub in hubs) await hub.DisposeAsync();
            lost += seen.Sum(watcher => events.Count - watcher.Count);
            latencies.AddRange(seen.SelectMany(watcher => watcher.Milliseconds));
            await lesson.CloseAsync();
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
    }

    private static async Task<(int Count, List<double> Milliseconds)> WatchAsync(HubConnection hub, string run, string key)
    {
        var (count, milliseconds, caughtUp) = (0, new List<double>(), DateTimeOffset.UtcNow);
        await foreach (var list in hub.StreamAsync<Happened[]>("Watch", run, 0, key))
        {
            var now = DateTimeOffset.UtcNow;
            count += list.Length;
            foreach (var happened in list)
            {
                // What happened before the watcher came is no news.
                if (happened.At > caughtUp) milliseconds.Add((now - happened.At).TotalMilliseconds);
            }
        }
        return (count, milliseconds);
    }

    /// <summary>Of an event no more than is needed: the clients take their time from the app.</summary>
    private readonly record struct Happened(DateTimeOffset At);

    /// <summary>Seconds of each round: an epoch's by the clock, and what the whole run took of the processors.</summary>
    private sealed record Taken
    {
        public List<double> Epoch { get; } = [];

        public List<double> App { get; } = [];

        public List<double> Clients { get; } = [];
    }
}
