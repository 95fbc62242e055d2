using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Operation;
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

    [Fact]
    public async Task What_is_written_late_by_who_lost_the_run_takes_nothing_from_the_next_owner()
    {
        // So that the server itself trains nothing of it.
        _training.LoadDataset = _ => new TaskCompletionSource<ML.Data.ImageDataset>().Task;
        await using var server = await Start(_folder, _training.Backend);
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await Until(changes => server.Runs.Subscribe(run.Id, changes), () => server.Events(run), events => events.Count > 0);
        var (store, blobs) = (server.Get<RunStore>(), new Interrupted(server.Get<IRunBlobs>()));
        var frozen = Saver(server, blobs);

        var first = Recording(store.Take(run.Id, "first")!);
        Record(first, step: 10, [1, 1]);
        Assert.Equal(SaveResult.Done, frozen.Save(first, postpone: false));
        // Frozen after it has made sure that the run is its own, and before it writes its files: another one takes the run and stores
        // the very same steps.
        RunRecording? second = null;
        blobs.BeforeWrite = () =>
        {
            blobs.BeforeWrite = null;
            second = Recording(store.Take(run.Id, "second")!);
            var awake = Saver(server, server.Get<IRunBlobs>());
            Record(second, step: 10, [3, 3, 3]);
            Assert.Equal(SaveResult.Done, awake.Save(second, postpone: false));
            Record(second, step: 20, [4, 4, 4, 4]);
            Assert.Equal(SaveResult.Done, awake.Save(second, postpone: false));
        };
        Record(first, step: 20, [2, 2]);
        frozen.Save(first, postpone: false);

        Assert.True(first.IsLost);
        Assert.False(second!.IsLost);
        Assert.Equal([(20, "4444"), (10, "333")], store.ReadCheckpoints(run.Id).Select(one => (one.Step, string.Concat(one.Bytes))));
        Assert.Equal([3L, 4L], store.Checkpoints(run.Id).Select(checkpoint => checkpoint.Bytes));
        Assert.Equal([(10, 3), (20, 4)], store.EarlySteps(run.Id).Select(early => (early.Step, WeightsIn(early.File))));
        // What the row does not name any more is gone; what came too late lies there until the run leaves.
        var names = Directory.GetFiles(Path.Combine(_folder.Path, "runs", run.Id.Value)).Select(Path.GetFileName).Order();
        Assert.Equal(
            [
                "00000010.3.checkpoint", "00000010.3.weights", "00000020.2.checkpoint", "00000020.2.weights", "00000020.3.checkpoint",
                "00000020.3.weights",
            ],
            names);

        int WeightsIn(string file) => Assert.Single(server.Get<CheckpointFiles>().ReadWeights(file)).Weights.Length;
    }

    private static RunSaver Saver(TestServer server, IRunBlobs blobs) => new(
        server.Get<RunStore>(), new CheckpointFiles(blobs), server.Get<IStoreDialect>(), server.Get<StoreHealth>(),
        server.Get<RunsMetrics>(), NullLogger<RunSaver>.Instance);

    private static RunRecording Recording(UnfinishedRun taken) =>
        new(taken.Run, new RunLog(taken.Events), isNew: false, taken.Epoch, (_, _) => { }, _ => { });

    private static void Record(RunRecording recording, int step, byte[] bytes) => recording.Record(
        run => run with { Step = step }, point: new SavePoint(step, 1, bytes), weights: new EarlyWeights(step, bytes));

    /// <summary>Blobs of a process that something befalls before it writes one.</summary>
    private sealed class Interrupted(IRunBlobs blobs) : IRunBlobs
    {
        public Action? BeforeWrite { get; set; }

        public void Write(string name, byte[] bytes)
        {
            BeforeWrite?.Invoke();
            blobs.Write(name, bytes);
        }

        public byte[]? Read(string name) => blobs.Read(name);

        public IReadOnlyList<Blob> List(string folder) => blobs.List(folder);

        public IReadOnlyList<string> Folders(string folder) => blobs.Folders(folder);

        public void Delete(string name) => blobs.Delete(name);

        public void DeleteFolder(string folder) => blobs.DeleteFolder(folder);

        public void TakeIn(string folder, string source) => blobs.TakeIn(folder, source);

        public string LocalFolder(string folder) => blobs.LocalFolder(folder);
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
