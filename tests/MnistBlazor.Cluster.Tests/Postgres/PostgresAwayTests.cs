using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests.Postgres;

/// <summary>A database that dies under a run, and comes back.</summary>
public sealed class PostgresAwayTests : IDisposable
{
    private readonly ClusterServers _servers;
    private readonly TempFolder _web = new(), _worker = new();

    public PostgresAwayTests(ClusterServers servers)
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
    public async Task A_run_trains_on_unsaved_and_pages_show_what_they_read_last_and_say_so_until_it_is_back()
    {
        await using var postgres = PostgresServer.StartNew();
        using var go = new Gate();
        using var reached = new SemaphoreSlim(0);
        var training = new FakeTraining();
        training.BeforeBatch = (_, step) =>
        {
            if (step != 15) return;
            reached.Release();
            go.Wait();
        };
        var cluster = _servers.NewName();
        await using var web = await ClusterNode.Start(
            _servers, cluster, _web, training.Backend, ClusterRole.Web, postgres: postgres);
        await using var worker = await ClusterNode.Start(
            _servers, cluster, _worker, training.Backend, ClusterRole.Worker, postgres: postgres);
        var run = await web.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await reached.WaitAsync(TestContext.Current.CancellationToken);
        var before = await Until(
            signal => web.Runs.Subscribe(run.Id, signal), () => web.Events(run),
            events => events.OfType<BatchTrained>().LastOrDefault()?.Step == 14);
        await web.Until(run, now => now is { Status: RunStatus.Running, Step: 14 });
        Assert.Single(web.Get<RunListing>().Newest(Ada));
        Assert.False(Assert.Single(web.Runs.List(Ada)).Unsaved);

        postgres.Kill();
        var away = await web.Until(run, now => now.Unsaved);

        Assert.Equal((RunStatus.Running, 14), (away.Status, away.Step));
        Assert.Equal(before, web.Events(run));
        Assert.Equal(run.Id, Assert.Single(web.Runs.List(Ada)).Id);
        Assert.Equal(run.Id, Assert.Single(web.Get<RunListing>().Newest(Ada)).Id);
        // Nobody is told that they have no runs.
        Assert.Throws<StoreAwayException>(() => web.Runs.List(Bert));
        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => web.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
        Assert.Equal(RunMessages.LineAway, refused.Reason);

        go.Set();
        await Until(
            signal => worker.Runs.Subscribe(run.Id, signal), () => worker.Get<LiveRuns>().Find(run.Id)!.Snapshot,
            now => now is { Ended: true, Unsaved: true });
        postgres.Start();
        var after = await web.UntilLastEvent(run);

        Assert.Equal(Enumerable.Range(1, after.Count), after.Select(happened => happened.Number));
        Assert.Equal(Enumerable.Range(1, 30), after.OfType<BatchTrained>().Select(batch => batch.Step));
        Assert.False((await web.Until(run, now => now.Status == RunStatus.Completed)).Unsaved);
        Assert.Equal(30, training.Batches.Count);
    }
}
