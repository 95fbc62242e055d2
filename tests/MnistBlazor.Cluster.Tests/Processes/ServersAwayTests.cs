using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>What all nodes stand on is away for a while.</summary>
[Collection<RealProcesses>]
[Trait("Category", "Slow")]
public sealed class ServersAwayTests(ProcessCluster cluster)
{
    private const int Limit = 180_000;

    /// <summary>Longer than it takes to find out that a worker is gone.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(4);

    [Fact(Timeout = Limit)]
    public async Task While_PostgreSQL_is_away_training_goes_on_and_all_of_it_is_stored_when_it_is_back()
    {
        await cluster.StartAsync();
        var run = await cluster.NewRunAsync(epochs: ProcessCluster.Long);
        await using HubWatcher left = new(cluster.Left, run), right = new(cluster.Right, run);
        await left.UntilAsync(200);
        var worker = await cluster.UntilHeldAsync(run);

        cluster.Servers.Postgres.Kill();
        var gone = DateTimeOffset.UtcNow;
        await worker.Node.UntilSaidAsync("The store cannot be written. Training goes on");
        await Task.Delay(Outage);
        var back = DateTimeOffset.UtcNow;
        cluster.Servers.Postgres.Start();
        await cluster.UntilReadableAsync();

        await cluster.ExpectWholeAsync(run, left, right);
        Assert.Contains(left.Seen, seen => seen.At > gone && seen.At < back);
        Assert.Equal(1, cluster.Takings(run));
        // What is new is taken again.
        await cluster.ExpectWholeAsync(await cluster.NewRunAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task While_Redis_is_away_no_run_is_taken_from_a_worker_and_watchers_still_move()
    {
        await cluster.StartAsync();
        // It is to train for longer than the outage also on a quick machine.
        var run = await cluster.NewRunAsync(epochs: 2 * ProcessCluster.Long);
        await using HubWatcher left = new(cluster.Left, run), right = new(cluster.Right, run);
        await left.UntilAsync(200);

        cluster.Servers.Redis.Kill();
        var gone = DateTimeOffset.UtcNow;
        await left.UntilAsync(seen => seen.At > gone + Outage);
        await right.UntilAsync(seen => seen.At > gone + Outage);
        cluster.Servers.Redis.Start();

        await cluster.ExpectWholeAsync(run, left, right);
        Assert.Equal(1, cluster.Takings(run));
    }

    [Fact(Timeout = Limit)]
    public async Task A_worker_that_dies_while_Redis_is_away_is_followed_by_another_when_Redis_is_back()
    {
        await cluster.StartAsync();
        var run = await cluster.NewRunAsync();
        await using HubWatcher left = new(cluster.Left, run), right = new(cluster.Right, run);
        await left.UntilAsync(200);
        var first = await cluster.UntilHeldAsync(run);

        cluster.Servers.Redis.Kill();
        first.Node.Kill();
        await Task.Delay(Outage);
        Assert.Equal(1, cluster.Takings(run));
        cluster.Servers.Redis.Start();

        await cluster.ExpectWholeAsync(run, left, right);
        Assert.Equal(2, cluster.Takings(run));
    }
}
