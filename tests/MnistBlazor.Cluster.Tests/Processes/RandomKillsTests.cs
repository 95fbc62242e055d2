namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>Kills at moments that nobody has chosen.</summary>
[Collection<RealProcesses>]
[Trait("Category", "Slow")]
public sealed class RandomKillsTests(ProcessCluster cluster)
{
    private const int Kills = 10;

    [Fact(Timeout = 300_000)]
    public async Task Ten_times_the_worker_is_killed_and_the_run_is_as_one_that_nothing_befell()
    {
        var random = new Random(Kills);
        // So many that there is one while those that were killed start again.
        await using var more = cluster.AddWorkers(2);
        await cluster.StartAsync();
        var run = await cluster.NewRunAsync(epochs: ProcessCluster.Long);
        await using HubWatcher left = new(cluster.Left, run), right = new(cluster.Right, run);
        var (holder, starting, kills) = ((Holder?)null, new List<Task>(), new List<(DateTimeOffset Killed, DateTimeOffset Known)>());

        while (kills.Count < Kills)
        {
            holder = await cluster.UntilHeldAsync(run, holder);
            await cluster.UntilTakenAsync(run, times: kills.Count + 1);
            await cluster.UntilAsync(line => line.Workers.Count > 1);
            await Task.Delay(random.Next(800));
            holder.Node.Kill();
            var killed = DateTimeOffset.UtcNow;
            starting.Add(holder.Node.StartAsync());
            await cluster.UntilDeadAsync(holder);
            kills.Add((killed, DateTimeOffset.UtcNow));
        }

        await Task.WhenAll(starting);
        await cluster.ExpectWholeAsync(run, left, right);
        Assert.Equal(Kills + 1, cluster.Takings(run));
        foreach (var (killed, known) in kills) Takeover.Report("killed", killed, known, left.Seen.First(seen => seen.At > killed));
    }
}
