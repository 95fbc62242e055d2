using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>
/// Someone with a run's watch link at a node with pages: keeps every event, and when the connection breaks comes back and asks for what
/// is after the last number.
/// </summary>
internal sealed class HubWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90), Pause = TimeSpan.FromMilliseconds(100);

    private readonly Uri _node;
    private readonly Run _run;
    private readonly List<SeenEvent> _seen = [];
    private readonly SemaphoreSlim _news = new(0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _watching;
    private volatile bool _sawEnd;

    public HubWatcher(NodeProcess node, Run run)
    {
        (_node, _run) = (node.Address, run);
        _watching = Task.Run(WatchAsync);
    }

    public IReadOnlyList<SeenEvent> Seen
    {
        get { lock (_seen) return [.. _seen]; }
    }

    public IEnumerable<int> Numbers => Seen.Select(seen => seen.Number);

    public int Count
    {
        get { lock (_seen) return _seen.Count; }
    }

    /// <summary>Waits until it has so many.</summary>
    public Task UntilAsync(int count) => UntilAsync(() => Count >= count);

    /// <summary>Waits until it has one like this.</summary>
    public Task UntilAsync(Func<SeenEvent, bool> condition) => UntilAsync(() => Seen.Any(condition));

    /// <summary>Waits for the run's last event.</summary>
    public Task UntilEndAsync() => _watching.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A connection to a node's hub, in a browser's language.</summary>
    public static HubConnection Connect(Uri node, string language = "en") => new HubConnectionBuilder()
        .WithUrl(new Uri(node, "hubs/run"), options => options.Headers["Accept-Language"] = language).Build();

    private async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            while (!condition())
            {
                Assert.False(_sawEnd, "The run ended first.");
                await _news.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"A watcher waits for more than the {Count} events that it has.");
        }
    }

    private async Task WatchAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await using var hub = Connect(_node);
                await hub.StartAsync(_ending.Token);
                await foreach (var list in hub.StreamAsync<JsonElement[]>(
                    "Watch", _run.Id.Value, Seen.LastOrDefault()?.Number ?? 0, _run.WatchKey, _ending.Token))
                {
                    if (Take(list)) return;
                }
            }
            catch (Exception) when (!_ending.IsCancellationRequested)
            {
                // The node is gone, or cannot read the store.
                await Task.Delay(Pause);
            }
        }
    }

    private bool Take(JsonElement[] list)
    {
        lock (_seen) _seen.AddRange(list.Select(SeenEvent.Of));
        _sawEnd = Seen[^1].Type == "ended";
        _news.Release();
        return _sawEnd;
    }
}

/// <summary>An event as it came over the hub.</summary>
/// <param name="Came">When.</param>
internal sealed record SeenEvent(int Number, string Type, DateTimeOffset At, DateTimeOffset Came)
{
    public TimeSpan Latency => Came - At;

    public static SeenEvent Of(JsonElement json) => new(
        json.GetProperty("number").GetInt32(), json.GetProperty("type").GetString()!, json.GetProperty("at").GetDateTimeOffset(),
        DateTimeOffset.UtcNow);
}
