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

    /// <summary>How long one that is gone is still listed.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly IGrainFactory _grains;
    private readonly ClusterLines _lines;
    private readonly IClusterMembershipService _membership;
    private readonly IConnectionMultiplexer _redis;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly NodeReport _own;
    private volatile IReadOnlyList<Heard> _nodes = [];

    private event Action? Changed;

    internal ClusterNodes(
        IGrainFactory grains, ClusterLines lines, ILocalSiloDetails silo, IClusterMembershipService membership,
        IConnectionMultiplexer redis, ClusterSettings settings, TrainingBackend backend, RunsMetrics metrics, TimeProvider time,
        ILogger<ClusterNodes> logger)
    {
        (_grains, _lines, _membership, _redis, _time, _logger) = (grains, lines, membership, redis, time, logger);
        _own = new NodeReport(
            silo.SiloAddress.ToParsableString(), $"{Environment.MachineName} ({silo.SiloAddress.Endpoint})", settings.Role,
            backend.Devices(), time.GetUtcNow(), 0);
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
            return [.. _nodes.OrderBy(node => node.State).ThenBy(node => node.Report.Name, StringComparer.Ordinal)
                .Select(node => new Node(
                    node.Report.Name, node.Report.Role, node.Report.Devices, node.Report.Started, node.Report.Memory, node.State,
                    [.. taken[node.Report.Silo]]))];
        }
    }

    /// <summary>Redis answers: nodes that come and go are noticed, and changes are told at once.</summary>
    public bool IsRedisThere => _redis.IsConnected;

    /// <summary>Nodes that are there and train.</summary>
    public int Workers => There.Count(node => node.Role.HasFlag(ClusterRole.Worker));

    private IEnumerable<NodeReport> There => _nodes.Where(node => node.State == NodeState.There).Select(node => node.Report);

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
            IReadOnlyList<NodeReport> heard = [];
            try
            {
                var own = _own with { Memory = Environment.WorkingSet };
                heard = await _grains.GetGrain<INodesGrain>(0).ExchangeAsync(own).WaitAsync(ending);
            }
            catch (Exception away) when (!ending.IsCancellationRequested)
            {
                LogAway(_logger, away.Message);
            }
            Show(heard);
        }
        while (await timer.WaitForNextTickAsync(ending));
    }

    // Who is gone is in nobody's mouth any more, perhaps with the one that kept what all had said.
    private void Show(IReadOnlyList<NodeReport> heard)
    {
        var (before, now) = (_nodes, _time.GetUtcNow());
        var members = _membership.CurrentSnapshot.Members.ToDictionary(
            member => member.Key.ToParsableString(), member => member.Value.Status);
        var silos = heard.Select(report => report.Silo).ToHashSet();
        _nodes = [.. heard.Select(report => new Heard(report, now, StateOf(report.Silo)))
            .Concat(before.Where(node => !silos.Contains(node.Report.Silo)).Select(node => node with { State = StateOf(node.Report.Silo) }))
            .Where(node => node.State != NodeState.Gone || now - node.At < Remembered)];
        if (!Essence(before).SetEquals(Essence(_nodes))) Changed?.Invoke();

        NodeState StateOf(string silo) => members.GetValueOrDefault(silo) switch
        {
            SiloStatus.Active or SiloStatus.Joining or SiloStatus.Created => NodeState.There,
            SiloStatus.ShuttingDown or SiloStatus.Stopping => NodeState.Leaving,
            _ => NodeState.Gone,
        };
    }

    private static HashSet<(string, NodeState)> Essence(IReadOnlyList<Heard> nodes) =>
        [.. nodes.Select(node => (node.Report.Silo, node.State))];

    [LoggerMessage(LogLevel.Debug, "The other nodes do not answer: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    private sealed class Unsubscribing(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }

    /// <param name="At">When it was heard of last.</param>
    private sealed record Heard(NodeReport Report, DateTimeOffset At, NodeState State);
}
