using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistBlazor.Cluster.Scheduling;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Signals;
using Orleans.Runtime;
using StackExchange.Redis;

namespace MnistBlazor.Cluster.Nodes;

/// <summary>
/// The nodes of the cluster as this one knows them. While the others do not answer, what was heard last stays. Thread-safe.
/// </summary>
public sealed partial class ClusterNodes : BackgroundService
{
    /// <summary>How often nodes hear of one another.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly IGrainFactory _grains;
    private readonly ClusterLines _lines;
    private readonly IConnectionMultiplexer _redis;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly NodeReport _own;
    private volatile IReadOnlyList<NodeReport> _reports = [];

    private event Action? Changed;

    internal ClusterNodes(
        IGrainFactory grains, ClusterLines lines, ILocalSiloDetails silo, IConnectionMultiplexer redis, ClusterSettings settings,
        TrainingBackend backend, RunsMetrics metrics, TimeProvider time, ILogger<ClusterNodes> logger)
    {
        (_grains, _lines, _redis, _time, _logger) = (grains, lines, redis, time, logger);
        _own = new NodeReport(
            silo.SiloAddress.ToParsableString(), $"{Environment.MachineName} ({silo.SiloAddress.Endpoint})", settings.Role,
            backend.Devices(), time.GetUtcNow(), 0, NodeState.There);
        metrics.Observe("mnistblazor.cluster.nodes", "{node}", "Nodes of the cluster that are there.", () => There.Count());
        metrics.Observe("mnistblazor.cluster.workers", "{node}", "Of them, those that train.", () => Workers);
        metrics.Observe("mnistblazor.cluster.redis", "1", "Whether Redis answers this node.", () => IsRedisThere ? 1 : 0);
    }

    /// <summary>Those that are there first, then by name.</summary>
    public IReadOnlyList<Node> All
    {
        get
        {
            var taken = _lines.All.SelectMany(line => line.State.Taken).ToLookup(run => run.Worker, run => run.Id);
            return [.. _reports.OrderBy(node => node.State).ThenBy(node => node.Name, StringComparer.Ordinal)
                .Select(node => new Node(
                    node.Name, node.Role, node.Devices, node.Started, node.Memory, node.State, [.. taken[node.Silo]]))];
        }
    }

    /// <summary>Redis answers: nodes that come and go are noticed, and changes are told at once.</summary>
    public bool IsRedisThere => _redis.IsConnected;

    /// <summary>Nodes that are there and train.</summary>
    public int Workers => There.Count(node => node.Role.HasFlag(ClusterRole.Worker));

    private IEnumerable<NodeReport> There => _reports.Where(node => node.State == NodeState.There);

    /// <summary>Signals a subscription whenever a node has come or gone, until what is returned is disposed.</summary>
    public IDisposable Subscribe(Subscription subscription)
    {
        Changed += subscription.Signal;
        return new Unsubscribing(() => Changed -= subscription.Signal);
    }

    protected override async Task ExecuteAsync(CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            try
            {
                var own = _own with { Memory = Environment.WorkingSet };
                Show(await _grains.GetGrain<INodesGrain>(0).ExchangeAsync(own).WaitAsync(ending));
            }
            catch (Exception away) when (!ending.IsCancellationRequested)
            {
                LogAway(_logger, away.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(ending));
    }

    private void Show(IReadOnlyList<NodeReport> reports)
    {
        var before = _reports;
        _reports = reports;
        if (!Essence(before).SetEquals(Essence(reports))) Changed?.Invoke();
    }

    private static HashSet<(string, NodeState)> Essence(IReadOnlyList<NodeReport> reports) =>
        [.. reports.Select(node => (node.Silo, node.State))];

    [LoggerMessage(LogLevel.Debug, "The other nodes do not answer: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    private sealed class Unsubscribing(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
