using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Storage;

/// <summary>A run belongs to who has it under the newest epoch: whoever had it before writes no more.</summary>
public sealed class OwnershipTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task On_one_machine_every_run_is_of_the_first_epoch_also_after_a_restart()
    {
        using var go = new Gate();
        _training.BeforeBatch = (_, step) =>
        {
            if (step == 15) go.Wait();
        };
        Run run;
        await using (var server = await Start(_folder, _training.Backend))
        {
            run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            await server.Until(run, now => now.Epoch == 2);
            go.Set();
            await server.Stop();
        }

        await using var next = await Start(_folder, _training.Backend);
        await next.UntilLastEvent(run);

        Assert.Equal(1, EpochOf(next, run));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_writer_that_lost_its_run_writes_nothing_and_lets_it_go_without_an_end(bool atTheEndOfAnEpoch)
    {
        using var go = new Gate();
        using var reached = new SemaphoreSlim(0);
        var last = atTheEndOfAnEpoch ? 20 : 15;
        _training.BeforeBatch = (_, step) =>
        {
            if (step != last) return;
            reached.Release();
            go.Wait();
        };
        await using var server = await Start(_folder, _training.Backend);
        // Too long to end before the writer finds out that the run is lost.
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options(epochs: 1_000_000));
        await reached.WaitAsync(TestContext.Current.CancellationToken);
        var live = server.Get<LiveRuns>();
        await Until(changes => server.Runs.Subscribe(run.Id, changes), () => live.Find(run.Id)!.Recording.IsSaved, saved => saved);

        await RaiseEpoch(server, run);
        var before = Stored(server, run);
        go.Set();
        await Until(changes => server.Runs.Subscribe(run.Id, changes), () => live.Find(run.Id), found => found is null);
        // The device is free for the next run, whose first batch is after the last of this one.
        var next = await server.UntilLastEvent(await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options(seed: 2)));

        Assert.Equal(before, Stored(server, run));
        Assert.Equal(RunStatus.Running, server.Runs.Find(Ada, run.Id)!.Status);
        Assert.Equal(RunStatus.Completed, ((RunEnded)next[^1]).Status);
        await server.Stop();
        Assert.Equal(0, _training.TrainersAlive);
    }

    [Fact]
    public async Task A_queued_run_that_is_lost_leaves_the_line_and_is_not_trained()
    {
        using var go = new Gate();
        _training.BeforeBatch = (_, _) => go.Wait();
        await using var server = await Start(_folder, _training.Backend);
        var running = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.Until(running, now => now.Status == RunStatus.Running);
        var queued = await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options(seed: 2));
        await Until(changes => server.Runs.Subscribe(queued.Id, changes), () => server.Events(queued), events => events.Count == 1);

        await RaiseEpoch(server, queued);
        await server.Get<RunArchive>().Rename(Bert, queued.Id, "someone else's");
        await Until(changes => server.Runs.Subscribe(queued.Id, changes), () => server.Runs.Queue.Length, length => length == 0);
        go.Set();
        await server.UntilLastEvent(running);

        Assert.DoesNotContain(2, _training.Batches);
        var stored = server.Runs.Find(Bert, queued.Id)!;
        Assert.Equal((RunStatus.Queued, "someone else's"), (stored.Status, stored.Name));
        Assert.Single(server.Events(queued));
    }

    [Fact]
    public async Task An_orderly_stop_of_the_server_does_not_write_what_was_lost_either()
    {
        using var reached = new SemaphoreSlim(0);
        TestServer? server = null;
        _training.BeforeBatch = (_, step) =>
        {
            if (step != 15) return;
            reached.Release();
            SpinWait.SpinUntil(() => server!.IsEnding);
        };
        server = await Start(_folder, _training.Backend);
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await reached.WaitAsync(TestContext.Current.CancellationToken);
        await Until(
            changes => server.Runs.Subscribe(run.Id, changes),
            () => server.Get<LiveRuns>().Find(run.Id)!.Recording.IsSaved, saved => saved);
        await RaiseEpoch(server, run);
        var before = Stored(server, run);

        await server.Stop();

        using var other = new TempFolder();
        DataBackup.Create(_folder.Path, Path.Combine(other.Path, "backup"));
        await using var reader = await Start(
            other, _training.Backend, options => options.DataDirectory = Path.Combine(other.Path, "backup"));
        Assert.Equal(before.Events, reader.Get<RunStore>().EventsAfter(run.Id, 0, before.Events).Count);
        Assert.Equal(
            before.Checkpoints,
            string.Join(' ', Directory.GetFiles(Path.Combine(_folder.Path, "runs", run.Id.Value)).Select(Path.GetFileName).Order()));
    }

    private static Task RaiseEpoch(TestServer server, Run run) => server.Get<StoreWriter>().WriteAsync(
        context => context.Database.ExecuteSql($"UPDATE Runs SET OwnerEpoch = OwnerEpoch + 1 WHERE Id = {run.Id.Value}"));

    private static int EpochOf(TestServer server, Run run)
    {
        using var context = server.Get<IDbContextFactory<MnistBlazorContext>>().CreateDbContext();
        return context.Runs.Where(row => row.Id == run.Id).Select(row => EF.Property<int>(row, MnistBlazorContext.OwnerEpoch)).Single();
    }

    /// <summary>What the store has of the run, and which files lie there.</summary>
    private (Run Row, int Events, string Rows, string Checkpoints) Stored(TestServer server, Run run)
    {
        var store = server.Get<RunStore>();
        var files = Path.Combine(_folder.Path, "runs", run.Id.Value);
        var names = Directory.GetFiles(files).Select(Path.GetFileName).Order();
        // Options are read anew each time; the rest of the row is compared as it is.
        return (
            store.Find(run.Id)! with { Options = run.Options }, store.EventsAfter(run.Id, 0, int.MaxValue).Count,
            string.Join(' ', store.Checkpoints(run.Id)), string.Join(' ', names));
    }
}
