using Microsoft.AspNetCore.SignalR.Client;
using MnistBlazor.Runs.Contracts;
using System.Text.Json;

namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>Nodes that train go away while they do.</summary>
[Collection<RealProcesses>]
[Trait("Category", "Slow")]
public sealed class WorkerFailureTests(ProcessCluster cluster)
{
    private const int Limit = 180_000;

    [Fact(Timeout = Limit)]
    public async Task A_worker_is_killed_and_another_goes_on_from_its_checkpoint()
    {
        await cluster.StartAsync();
        var run = await cluster.NewRunAsync();
        await using HubWatcher left = new(cluster.Left, run), right = new(cluster.Right, run);
        await left.UntilAsync(300);
        var first = await cluster.UntilHeldAsync(run);

        first.Node.Kill();
        var killed = DateTimeOffset.UtcNow;
        await cluster.UntilDeadAsync(first);
        var known = DateTimeOffset.UtcNow;
        await right.UntilAsync(seen => seen.At > killed);
        var next = right.Seen.First(seen => seen.At > killed);

        await cluster.ExpectWholeAsync(run, left, right);
        Assert.Equal(2, cluster.Takings(run));
        // Three seconds at most on a machine that has nothing else to do: a figure, and no limit for one that has.
        Takeover.Report("killed", killed, known, next);
    }

    [Fact(Timeout = Limit)]
    public async Task A_worker_that_is_frozen_and_wakes_drops_the_run_that_another_has_taken_and_writes_nothing()
    {
        await cluster.StartAsync();
        var run = await cluster.NewRunAsync();
        await using HubWatcher left = new(cluster.Left, run), right = new(cluster.Right, run);
        await left.UntilAsync(300);
        var first = await cluster.UntilHeldAsync(run);

        first.Node.Freeze();
        try
        {
            var frozen = DateTimeOffset.UtcNow;
            await cluster.UntilDeadAsync(first);
            var known = DateTimeOffset.UtcNow;
            await right.UntilAsync(seen => seen.At > frozen);
            Takeover.Report("frozen", frozen, known, right.Seen.First(seen => seen.At > frozen));
        }
        finally
        {
            first.Node.Wake();
        }

        // It goes on training, until it wants to write of it.
        await first.Node.UntilSaidAsync($"Run {run.Id.Value} of learner ada is another process's now");
        await cluster.ExpectWholeAsync(run, left, right);
        Assert.Equal(2, cluster.Takings(run));
        // What the others count as dead does not stay half alive.
        await first.Node.UntilEndedAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Without_any_worker_runs_wait_and_say_why_until_there_is_one()
    {
        await cluster.StartAsync();
        var begun = await cluster.NewRunAsync();
        await using HubWatcher left = new(cluster.Left, begun), right = new(cluster.Right, begun);
        await left.UntilAsync(300);

        foreach (var worker in cluster.Workers) worker.Kill();
        await cluster.UntilAsync(line => line.Workers.Count == 0);
        var waiting = await cluster.NewRunAsync();

        Assert.Equal("2nd in line. No worker is there at present", await ProgressAsync(cluster.Left, waiting, "en", "No worker"));
        Assert.Equal("2번째 차례. 지금은 학습을 맡을 서버가 없습니다", await ProgressAsync(cluster.Right, waiting, "ko", "서버"));
        Assert.Matches("^Epoch [0-9]+ of 12. No worker is there at present$", await ProgressAsync(cluster.Right, begun, "en", "No worker"));
        Assert.Equal(RunMessages.NoWorker, cluster.Observer.Runs.Find(begun.Owner, begun.Id)!.Obstacle);

        await cluster.StartAsync();
        await using HubWatcher later = new(cluster.Right, waiting);
        await cluster.ExpectWholeAsync(begun, left, right);
        await cluster.ExpectWholeAsync(waiting, later);
    }

    // What a page at that node says of it, once that has these words in it.
    private static async Task<string> ProgressAsync(NodeProcess node, Run run, string language, string words)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var hub = HubWatcher.Connect(node.Address, language);
        await hub.StartAsync(limit.Token);
        var said = "";
        await foreach (var progress in hub.StreamAsync<JsonElement>("Progress", run.Id.Value, run.WatchKey, limit.Token))
        {
            said = progress.GetProperty("words").GetString()!;
            if (said.Contains(words, StringComparison.Ordinal)) break;
        }
        return said;
    }
}
