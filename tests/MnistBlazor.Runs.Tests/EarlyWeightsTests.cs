using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests;

public sealed class EarlyWeightsTests : IDisposable
{
    private static readonly int[] AllSteps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30];

    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_weights_of_the_first_epoch_are_there_while_it_trains_and_after_a_restart_each_as_it_was_after_its_step()
    {
        using var reached = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        _training.BeforeBatch = (_, step) =>
        {
            if (step != 6) return;
            reached.Release();
            go.Wait();
        };
        Run run;
        await using (var server = await Start(_folder, _training.Backend))
        {
            run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            await reached.WaitAsync(TestContext.Current.CancellationToken);
            Assert.Equal([0, 1, 2, 3, 4, 5], server.Get<RunWeights>().Steps(Ada, run.Id));
            Assert.Equal([(2, 2), (5, 5)], At(server, run, 5, 2));
            go.Release();
            await server.UntilLastEvent(run);
            Assert.Throws<RunNotFoundException>(() => server.Get<RunWeights>().Steps(Bert, run.Id));
            Assert.Throws<RunNotFoundException>(() => server.Get<RunWeights>().At(Bert, run.Id, [1]).ToList());
        }

        await using var next = await Start(_folder, _training.Backend);

        Assert.Equal(AllSteps, next.Get<RunWeights>().Steps(Ada, run.Id));
        Assert.Equal(AllSteps.Select(step => (step, step)), At(next, run, AllSteps));
        // They are no checkpoints: nothing can be forked from them, and nothing goes on from them.
        Assert.Equal([10, 20, 30], next.Get<RunForks>().Checkpoints(Ada, run.Id).Select(checkpoint => checkpoint.Step));
        Assert.Equal(next.Get<RunArchive>().StorageOf(Ada).Bytes, Directory.GetFiles(FilesOf(run)).Sum(file => new FileInfo(file).Length));
    }

    [Fact]
    public async Task A_run_that_was_killed_in_its_first_epoch_has_the_same_steps_as_one_that_was_not()
    {
        using var killed = new Gate();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _training.BeforeBatch = (options, step) =>
        {
            if (step != 8 || killed.IsSet) return;
            reached.TrySetResult();
            killed.Wait();
        };
        Run run;
        await using (var server = await Start(_folder, _training.Backend))
        {
            run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            await reached.Task;
            await Until(signal => server.Runs.Subscribe(run.Id, signal), () => server.Events(run).Count, events => events >= 7);
            server.Get<StoreWriter>().Dispose();
            killed.Set();
        }

        await using var next = await Start(_folder, _training.Backend);
        await next.UntilLastEvent(run);

        Assert.Equal(AllSteps, next.Get<RunWeights>().Steps(Ada, run.Id));
        Assert.Equal(AllSteps.Select(step => (step, step)), At(next, run, AllSteps));
    }

    [Fact]
    public async Task The_newest_runs_keep_them_and_a_deleted_run_that_is_brought_back_has_them_still()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.RunsWithEarlyWeights = 1);
        var older = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.UntilLastEvent(older);
        var newest = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.UntilLastEvent(newest);
        await Until(
            signal => server.Runs.Subscribe(Ada, signal),
            () => Directory.GetFiles(FilesOf(older), "*.weights").Length, files => files == 0);

        await server.Get<RunArchive>().Delete(Ada, newest.Id);
        await server.Get<RunArchive>().Undelete(Ada, newest.Id);

        Assert.Equal([10, 20, 30], server.Get<RunWeights>().Steps(Ada, older.Id));
        Assert.Equal(AllSteps, server.Get<RunWeights>().Steps(Ada, newest.Id));
        Assert.Equal(AllSteps.Length, At(server, newest, AllSteps).Count);
    }

    [Fact]
    public async Task Of_runs_that_are_deleted_one_after_the_other_the_last_keeps_them()
    {
        await using var server = await Start(_folder, _training.Backend);
        var runs = new List<Run>();
        for (var i = 0; i < 2; i++)
        {
            runs.Add(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
            await server.UntilLastEvent(runs[i]);
            await server.Get<RunArchive>().Delete(Ada, runs[i].Id);
        }

        await server.UntilLastEvent(await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
        await Until(
            signal => server.Runs.Subscribe(Ada, signal), () => Directory.GetFiles(FilesOf(runs[0]), "*.weights").Length,
            files => files == 0);

        Assert.NotEmpty(Directory.GetFiles(FilesOf(runs[1]), "*.weights"));
    }

    [Fact]
    public async Task A_backup_holds_them_and_one_that_lacks_a_file_of_them_is_not_whole()
    {
        var server = await Start(_folder, _training.Backend);
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.UntilLastEvent(run);
        await server.Stop();
        using var other = new TempFolder();
        var (backup, restored) = (Path.Combine(other.Path, "backup"), Path.Combine(other.Path, "restored"));

        DataBackup.Create(_folder.Path, backup);
        DataBackup.Restore(backup, restored);

        await using (var next = await Start(other, _training.Backend, options => options.DataDirectory = restored))
            Assert.Equal(AllSteps.Select(step => (step, step)), At(next, run, AllSteps));
        Assert.Empty(DataBackup.Verify(restored).Problems);
        File.Delete(Directory.GetFiles(Path.Combine(restored, "runs", run.Id.Value), "*.weights")[0]);
        Assert.EndsWith("is missing.", Assert.Single(DataBackup.Verify(restored).Problems));
    }

    [Fact]
    public void Of_a_damaged_file_what_is_whole_is_read()
    {
        EarlyWeights[] weights = [new(0, [1, 2, 3]), new(1, [4, 5]), new(7, [6])];
        var bytes = EarlyWeightsFile.Of(weights);
        Assert.Equal(bytes.Length, EarlyWeightsFile.LengthOf(weights));
        Assert.Equivalent(weights, EarlyWeightsFile.Parse(bytes), strict: true);

        bytes[41] ^= 1;

        Assert.Equal([1, 7], EarlyWeightsFile.Parse(bytes).Select(one => one.Step));
        Assert.Equal([1], EarlyWeightsFile.Parse(bytes.AsSpan()[..^1]).Select(one => one.Step));
    }

    /// <summary>The steps that were asked for, by those that the networks say they are of.</summary>
    private static List<(int Step, int Of)> At(TestServer server, Run run, params int[] steps) =>
    [
        .. server.Get<RunWeights>().At(Ada, run.Id, steps).OrderBy(one => one.Step)
            .Select(one => (one.Step, FakeTraining.StepOf(one.Model))),
    ];

    private string FilesOf(Run run) => Path.Combine(_folder.Path, "runs", run.Id.Value);
}
