using MnistBlazor.Cluster.Nodes;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests.Nodes;

/// <summary>Each node knows of all: what they do, what they train, and whether they are there.</summary>
public sealed class ClusterNodesTests : IDisposable
{
    private readonly ClusterServers _servers;
    private readonly TempFolder _web = new(), _worker = new();

    public ClusterNodesTests(ClusterServers servers)
    {
        ClusterServers.SkipWithoutServers();
        _servers = servers;
    }

    public void Dispose()
    {
        _web.Dispose();
        _worker.Dispose();
    }

    [Fact]
    public async Task A_node_with_pages_sees_a_worker_come_train_and_go()
    {
        using var go = new Gate();
        var (cluster, training) = (_servers.NewName(), new FakeTraining { BeforeBatch = (_, _) => go.Wait() });
        await using var web = await ClusterNode.Start(_servers, cluster, _web, training.Backend, ClusterRole.Web);
        var nodes = web.Get<ClusterNodes>();
        Task<ClusterNodes> When(Func<ClusterNodes, bool> condition) => Until(nodes.Subscribe, () => nodes, condition);
        await When(now => now.All is [{ Role: ClusterRole.Web, State: NodeState.There, Devices: [], Trains: [] }]);
        Assert.Equal(0, nodes.Workers);
        Assert.True(nodes.IsRedisThere);

        var worker = await ClusterNode.Start(_servers, cluster, _worker, training.Backend, ClusterRole.Worker);
        await When(now => now.Workers == 1);
        var one = nodes.All.Single(node => node.Role == ClusterRole.Worker);
        Assert.Equal((NodeState.There, "cpu"), (one.State, Assert.Single(one.Devices)));
        Assert.StartsWith(Environment.MachineName + " (127.0.0.1:", one.Name, StringComparison.Ordinal);
        Assert.True(one.Memory > 1 << 20);
        var run = await web.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var trains = await Until(
            signal => web.Runs.Subscribe(run.Id, signal), () => nodes.All.Single(node => node.Role == ClusterRole.Worker).Trains,
            now => now.Count > 0);
        Assert.Equal([run.Id], trains);

        go.Set();
        await worker.Stop();
        await When(now => now.Workers == 0);
        await When(now => now.All.Single(node => node.Role == ClusterRole.Worker).State == NodeState.Gone);
    }
}
