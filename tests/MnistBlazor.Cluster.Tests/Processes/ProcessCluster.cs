using Microsoft.EntityFrameworkCore;
using MnistBlazor.Cluster.Scheduling;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;
using Orleans.Runtime;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>What one test breaks is no other's to meet: one at a time, and nothing else beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class RealProcesses : ICollectionFixture<ProcessCluster>;

/// <summary>
/// Two nodes with pages and two that train, as processes, with PostgreSQL and Redis of their own. A third node with pages is in this
/// process: it starts runs and looks into the line and the store.
/// </summary>
public sealed class ProcessCluster : IAsyncDisposable
{
    /// <summary>For some seconds, and for some more.</summary>
    internal const int Short = 12, Long = 30;

    /// <summary>What all runs here train: lesson 1's network.</summary>
    private static readonly TrainingOptions Options = new()
    {
        Model = new SoftmaxRegressionSpec(), Optimizer = new OptimizerSpec(OptimizerKind.SGD, 0.05, Momentum: 0.9), BatchSize = 100,
        Seed = 11,
    };

    private const string Name = "processes";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly List<NodeProcess> _workers = [];
    private TestServer? _observer;
    private readonly Dictionary<int, StoredRun> _straight = [];

    public ProcessCluster()
    {
        if (!ClusterServers.AreInstalled) return;
        (Left, Right) = (NewNode(ClusterRole.Web), NewNode(ClusterRole.Web));
        _workers.AddRange([NewNode(ClusterRole.Worker), NewNode(ClusterRole.Worker)]);
    }

    internal ClusterServers Servers { get; } = new();

    internal NodeProcess Left { get; } = null!;

    internal NodeProcess Right { get; } = null!;

    internal IReadOnlyList<NodeProcess> Workers => _workers;

    internal IEnumerable<NodeProcess> Nodes => [Left, Right, .. Workers];

    internal TestServer Observer => _observer!;

    private ClusterLine Line => Observer.Get<ClusterLines>().Find("cpu")!;

    /// <summary>All servers and nodes run and know one another.</summary>
    internal async Task StartAsync()
    {
        ClusterServers.SkipWithoutServers();
        if (!Servers.Postgres.IsRunning) Servers.Postgres.Start();
        if (!Servers.Redis.IsRunning) Servers.Redis.Start();
        _observer ??= await ClusterNode.Start(
            Servers, Name, _folder, TorchTraining.Backend(), ClusterRole.Web,
            change: settings => settings.ProbeTimeout = TimeSpan.FromSeconds(2));
        await Task.WhenAll(Nodes.Where(node => !node.IsRunning).Select(node => node.StartAsync()));
        await UntilAsync(line => Workers.All(worker => line.Workers.Any(worker.IsCalled)) && line.Workers.Count == Workers.Count);
    }

    /// <summary>For one test: what is returned takes them away again.</summary>
    internal IAsyncDisposable AddWorkers(int count)
    {
        var added = Enumerable.Range(0, ClusterServers.AreInstalled ? count : 0).Select(_ => NewNode(ClusterRole.Worker)).ToList();
        _workers.AddRange(added);
        return new Leaving(this, added);
    }

    internal Task<Run> NewRunAsync(LearnerId? learner = null, int epochs = Short) =>
        Observer.Runs.StartAsync(learner ?? Ada, "softmax", Options with { Epochs = epochs });

    /// <summary>Waits for a state of the line.</summary>
    internal async Task<LineState> UntilAsync(Func<LineState, bool> condition)
    {
        var changed = new SemaphoreSlim(0);
        void Signal() => changed.Release();
        var line = Line;
        line.Changed += Signal;
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            while (!condition(line.State)) await changed.WaitAsync(limit.Token);
            return line.State;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The line stays {StoredJson.Write(line.State)}");
        }
        finally
        {
            line.Changed -= Signal;
        }
    }

    /// <summary>Waits until this node can read from the store again: connections from before an outage are broken, and fail once.</summary>
    internal async Task UntilReadableAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                Observer.Get<RunStore>().AllUnfinished();
                return;
            }
            catch (Exception)
            {
                await Task.Delay(100, limit.Token);
            }
        }
    }

    /// <summary>Waits until a worker has the run that is not the one named.</summary>
    internal async Task<Holder> UntilHeldAsync(Run run, Holder? before = null)
    {
        string? Worker(LineState line) => line.Taken.FirstOrDefault(taken => taken.Run == run.Id.Value)?.Worker;
        var name = Worker(await UntilAsync(line => Worker(line) is { } worker && worker != before?.Name))!;
        return new(Workers.Single(worker => worker.IsCalled(name)), name);
    }

    /// <summary>Waits until the cluster counts a node as dead.</summary>
    internal async Task UntilDeadAsync(Holder node)
    {
        using var limit = new CancellationTokenSource(Patience);
        var membership = Observer.Get<IClusterMembershipService>();
        await foreach (var now in membership.MembershipUpdates.WithCancellation(limit.Token))
            if (now.GetSiloStatus(SiloAddress.FromParsableString(node.Name)) is SiloStatus.Dead or SiloStatus.None) return;
    }

    /// <summary>
    /// The run has ended well, everybody has each of its events once, and events and weights are those of one that nothing befell.
    /// </summary>
    internal async Task ExpectWholeAsync(Run run, params IEnumerable<HubWatcher> watchers)
    {
        foreach (var watcher in watchers) await watcher.UntilEndAsync();
        var whole = await StraightAsync(run.Options.Epochs);
        var ended = await StoredAsync(run);
        Assert.Equal(Enumerable.Range(1, ended.Events.Count), ended.Events.Select(happened => happened.Number));
        Assert.Equal(whole.Events.Select(WithoutTimes), ended.Events.Select(WithoutTimes));
        Assert.Equal(whole.Weights, ended.Weights);
        foreach (var watcher in watchers) Assert.Equal(Enumerable.Range(1, ended.Events.Count), watcher.Numbers);
    }

    /// <summary>Waits until so many workers have begun with the run, one after the other.</summary>
    internal Task UntilTakenAsync(Run run, int times) =>
        Until(signal => Observer.Runs.Subscribe(run.Id, signal), () => Takings(run), takings => takings >= times);

    /// <summary>How often the run was handed to a worker.</summary>
    internal int Takings(Run run)
    {
        using var context = Observer.Get<IDbContextFactory<MnistBlazorContext>>().CreateDbContext();
        return context.Runs.Where(row => row.Id == run.Id).Select(row => EF.Property<int>(row, MnistBlazorContext.OwnerEpoch)).Single()
            - 1; // when it was asked for
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes.Where(node => node is not null)) await node.DisposeAsync();
        if (_observer is not null) await _observer.DisposeAsync();
        await Servers.DisposeAsync();
        _folder.Dispose();
    }

    // Asked for when all is well again.
    private async Task<StoredRun> StraightAsync(int epochs)
    {
        if (_straight.TryGetValue(epochs, out var known)) return known;
        await StartAsync();
        return _straight[epochs] = await StoredAsync(await NewRunAsync(Bert, epochs));
    }

    private async Task<StoredRun> StoredAsync(Run run)
    {
        var events = await Observer.UntilLastEvent(run);
        Assert.Equal(RunStatus.Completed, ((RunEnded)events[^1]).Status);
        var (step, checkpoint) = Observer.Get<RunStore>().ReadCheckpoints(run.Id).First();
        Assert.Equal(events.OfType<BatchTrained>().Last().Step, step);
        return new(events, TrainingBackend.Torch((_, _) => null!).ReadModel(checkpoint).Weights);
    }

    private static RunEvent WithoutTimes(RunEvent happened) =>
        happened is EpochTrained epoch ? epoch with { At = default, Seconds = 0 } : happened with { At = default };

    private NodeProcess NewNode(ClusterRole role) => new(
        new ClusterSettings
        {
            Role = role, Name = Name, PostgreSql = Servers.Postgres.ConnectionString(Name), Redis = Servers.Redis.Address,
            // The machine may be busy with other tests. A kill is known at once all the same: connections are refused.
            ProbeTimeout = TimeSpan.FromSeconds(2),
        },
        "--MnistBlazor:Access", "open", "--MnistBlazor:Proxies", "127.0.0.1/32",
        // Says which page a node gives.
        "--Logging:LogLevel:Microsoft.AspNetCore.Routing.EndpointMiddleware", "Information");

    private sealed class Leaving(ProcessCluster cluster, IReadOnlyList<NodeProcess> nodes) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
                cluster._workers.Remove(node);
            }
        }
    }

    private sealed record StoredRun(IReadOnlyList<RunEvent> Events, byte[] Weights);
}

/// <summary>A worker that has a run.</summary>
/// <param name="Name">As the line calls it, until it is started again.</param>
internal sealed record Holder(NodeProcess Node, string Name);
