using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Tests;
using MnistBlazor.Runs.Tests.Contracts;

namespace MnistBlazor.Cluster.Tests.Scheduling;

/// <summary>The line that workers share keeps the contract.</summary>
public sealed class ClusterDispatcherTests : RunDispatcherContract
{
    private readonly ClusterServers _servers;

    public ClusterDispatcherTests(ClusterServers servers)
    {
        ClusterServers.SkipWithoutServers();
        _servers = servers;
    }

    private protected override Task<TestServer> StartAsync(Action<RunsOptions>? configure = null) =>
        ClusterNode.Start(_servers, _servers.NewName(), Folder, Training.Backend, configure: configure);
}
