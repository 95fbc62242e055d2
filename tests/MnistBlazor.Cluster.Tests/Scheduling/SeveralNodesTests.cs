using Microsoft.EntityFrameworkCore;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests.Scheduling;

/// <summary>Nodes that have pages and nodes that train are one server to whoever asks.</summary>
public sealed class SeveralNodesTests : IDisposable
{
    private readonly ClusterServers _servers;
    private readonly string _cluster;
    private readonly List<TempFolder> _folders = [];
    private readonly FakeTraining _training = new();

    public SeveralNodesTests(ClusterServers servers)
    {
        ClusterServers.SkipWithoutServers();
        (_servers, _cluster) = (servers, servers.NewName());
    }

    public void Dispose()
    {
        foreach (var folder in _folders) folder.Dispose();
    }

    [Fact]
    public async Task Learners_on_two_web_nodes_share_one_line_and_each_sees_what_the_worker_trains()
    {
        using var go = new Gate();
        _training.BeforeBatch = (_, _) => go.Wait();
        await using var left = await StartAsync(ClusterRole.Web);
        await using var right = await StartAsync(ClusterRole.Web);
        await using var worker = await StartAsync(ClusterRole.Worker);
        var running = await left.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed: 1));
        await left.Until(running, now => now.Status == RunStatus.Running);

        var second = await left.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed: 2));
        var others = await right.Runs.StartAsync(Bert, "softmax", FakeTraining.Options(seed: 3));
        await left.Until(second, now => now.QueuePosition == 2);
        await right.Until(others, now => now.QueuePosition == 1);
        go.Set();
        var here = await left.UntilLastEvent(second);
        var there = await Until(
            signal => right.Runs.Subscribe(second.Id, signal), () => right.Events(second), events => events.Count == here.Count);

        Assert.Equal([1, 3, 2], _training.Batches.Distinct());
        Assert.Equal(here, there);
        Assert.Equal(Enumerable.Range(1, here.Count), here.Select(happened => happened.Number));
        Assert.Empty(left.Get<Runs.Scheduling.TrainingWorkers>().All);
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_hands_its_run_over_and_another_goes_on_as_if_nothing_had_been()
    {
        using var reached = new SemaphoreSlim(0);
        TestServer? first = null;
        _training.BeforeBatch = (options, step) =>
        {
            if (options.Seed != 1 || step != 15 || first is not { IsEnding: false }) return;
            reached.Release();
            SpinWait.SpinUntil(() => first.IsEnding);
        };
        await using var web = await StartAsync(ClusterRole.Web);
        first = await StartAsync(ClusterRole.Worker);
        var run = await web.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(seed: 1));
        await reached.WaitAsync(TestContext.Current.CancellationToken);

        await first.Stop();
        first = null;
        await using var second = await StartAsync(ClusterRole.Worker);
        var events = await web.UntilLastEvent(run);

        Assert.Equal(30, _training.Batches.Count);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(happened => happened.Number));
        var alone = await web.UntilLastEvent(await web.Runs.StartAsync(Bert, "softmax", FakeTraining.Options(seed: 1)));
        Assert.Equal(Losses(alone), Losses(events));
        Assert.Equal(3, OwnerEpoch(web, run)); // asked for, taken, taken over
    }

    [Fact]
    public async Task Commands_and_weights_find_the_worker_and_a_run_without_one_waits_for_the_next()
    {
        using var go = new Gate();
        using var reached = new SemaphoreSlim(0);
        _training.BeforeBatch = (_, step) =>
        {
            if (step != 15) return;
            reached.Release();
            go.Wait();
        };
        await using var web = await StartAsync(ClusterRole.Web);
        var run = await web.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await web.Until(run, now => now is { QueuePosition: 1, EstimatedWait: null } && now.Obstacle == RunMessages.NoWorker);
        await using var worker = await StartAsync(ClusterRole.Worker);
        await reached.WaitAsync(TestContext.Current.CancellationToken);
        await web.Until(run, now => now.Obstacle is null);

        // Of the end of the first epoch, which is stored, or newer.
        var weights = await Until(
            signal => web.Runs.Subscribe(run.Id, signal), () => web.Runs.Model(Ada, run.Id), model => model is not null);
        Assert.InRange(FakeTraining.StepOf(weights!), 10, 14);
        await web.Runs.PauseAsync(Ada, run.Id);
        go.Set();
        await web.Until(run, now => now is { Status: RunStatus.Paused, Step: 15 });
        await web.Runs.ResumeAsync(Ada, run.Id);
        await web.UntilLastEvent(run);

        Assert.Equal(RunStatus.Completed, web.Runs.Find(Ada, run.Id)!.Status);
    }

    [Fact]
    public async Task Bounds_that_the_teacher_sets_on_one_node_hold_on_the_others_and_after_all_have_ended()
    {
        await using (var left = await StartAsync(ClusterRole.Web))
        await using (var right = await StartAsync(ClusterRole.Both))
        {
            var (here, there) = (left.Get<RunSupervision>(), right.Get<RunSupervision>());
            here.SetQueueOpen(false);
            await Until(there.Subscribe, () => there.Bounds, bounds => !bounds.QueueOpen);
            await Assert.ThrowsAsync<RunRefusedException>(() => right.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));

            // Nothing of the other's is lost, known here already or not.
            there.SetBounds(new Dictionary<RunBound, long> { [RunBound.All[0]] = 2 });
            here.SetBounds(new Dictionary<RunBound, long> { [RunBound.All[1]] = 3 });
            await Until(there.Subscribe, () => there.Bounds, bounds => RunBound.All[1].Of(bounds) == 3);
            Assert.Equal(
                (false, 2, 3), (here.Bounds.QueueOpen, RunBound.All[0].Of(here.Bounds), RunBound.All[1].Of(here.Bounds)));
        }

        await using var next = await StartAsync(ClusterRole.Web);
        Assert.Equal((false, 2), (next.Runs.QueueOpen, RunBound.All[0].Of(next.Get<RunSupervision>().Bounds)));
    }

    private Task<TestServer> StartAsync(ClusterRole role, Action<RunsOptions>? configure = null)
    {
        _folders.Add(new TempFolder());
        return ClusterNode.Start(_servers, _cluster, _folders[^1], _training.Backend, role, configure);
    }

    private static IEnumerable<(int, double)> Losses(IEnumerable<RunEvent> events) =>
        events.OfType<BatchTrained>().Select(batch => (batch.Step, batch.Loss));

    private static int OwnerEpoch(TestServer server, Run run)
    {
        using var context = server.Get<IDbContextFactory<MnistBlazorContext>>().CreateDbContext();
        return context.Runs.Where(row => row.Id == run.Id).Select(row => EF.Property<int>(row, MnistBlazorContext.OwnerEpoch)).Single();
    }
}
