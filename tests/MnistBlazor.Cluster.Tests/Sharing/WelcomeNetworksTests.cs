using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests.Sharing;

/// <summary>The first page's networks are trained by a worker and read by nodes with pages.</summary>
public sealed class WelcomeNetworksTests(ClusterServers servers) : IDisposable
{
    private readonly TempFolder _web = new(), _worker = new();

    public void Dispose()
    {
        _web.Dispose();
        _worker.Dispose();
    }

    [Fact]
    public async Task A_node_with_pages_waits_for_the_networks_that_a_worker_trains_and_reads_with_them()
    {
        ClusterServers.SkipWithoutServers();
        var cluster = servers.NewName();
        var untrained = TorchTraining.Backend(_ => throw new InvalidOperationException("trained on a node with pages"));
        await using var web = await ClusterNode.Start(servers, cluster, _web, untrained, ClusterRole.Web, lessons: true);
        var reader = web.Get<PredictionService>();
        Assert.All(reader.Welcome, status => Assert.Equal(WelcomeState.Waiting, status.State));

        await using var worker = await ClusterNode.Start(
            servers, cluster, _worker, TorchTraining.Backend(), ClusterRole.Worker, lessons: true);
        await Until(
            reader.SubscribeWelcome, () => reader.Welcome, all => all.All(status => status.State == WelcomeState.Ready));

        StrokePoint[][] line = [[new(0.5f, 0.1f), new(0.5f, 0.9f)]];
        var here = (await reader.PredictWelcomeAsync(Ada, line))!.ByLesson;
        var there = (await worker.Get<PredictionService>().PredictWelcomeAsync(Ada, line))!.ByLesson;
        Assert.Equal(3, here.Count);
        Assert.All(here, read => Assert.Equal(there[read.Key].Probabilities, read.Value.Probabilities));
    }
}
