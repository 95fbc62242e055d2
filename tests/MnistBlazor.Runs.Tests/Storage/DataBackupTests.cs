using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Storage;

public sealed class DataBackupTests : IDisposable
{
    private readonly TempFolder _folder = new(), _other = new();
    private readonly FakeTraining _training = new();
    private string Backup => Path.Combine(_other.Path, "backup");

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_backup_taken_while_a_run_trains_goes_on_elsewhere_to_the_same_end()
    {
        await using var server = await Start(_folder, _training.Backend);
        var taken = false;
        _training.BeforeBatch = (_, step) =>
        {
            if (step != 25) return;
            SpinWait.SpinUntil(
                () => server.Get<RunStore>().Checkpoints(server.Runs.List(Ada)[0].Id).Count == 2, TimeSpan.FromSeconds(30));
            DataBackup.Create(_folder.Path, Backup);
            taken = true;
        };
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var original = await server.UntilLastEvent(run);
        Assert.True(taken);
        _training.BeforeBatch = (_, _) => { };

        using var copy = new TempFolder();
        DataBackup.Restore(Backup, copy.Path);
        await using var elsewhere = await Start(copy, _training.Backend);
        var continued = await elsewhere.UntilLastEvent(run);

        Assert.Equal(Batches(original), Batches(continued));
        Assert.Equal(30, FakeTraining.StepOf(elsewhere.Runs.Model(Ada, run.Id)!));
    }

    [Fact]
    public async Task Restoring_beside_a_running_server_brings_back_what_is_missing_and_changes_nothing_else()
    {
        await using var server = await Start(_folder, _training.Backend);
        var (archive, store) = (server.Get<RunArchive>(), server.Get<StoreWriter>());
        var lost = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var kept = await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options());
        var lostEvents = await server.UntilLastEvent(lost);
        await server.UntilLastEvent(kept);
        Assert.Equal(2, DataBackup.Create(_folder.Path, Backup));
        await archive.Rename(Bert, kept.Id, "renamed since");
        await store.WriteAsync(context => context.Runs.Remove(context.Runs.Single(row => row.Id == lost.Id)));
        server.Get<CheckpointFiles>().DeleteRun(lost.Id);
        Assert.Null(server.Runs.Find(Ada, lost.Id));

        Assert.Equal((1, 0), DataBackup.Restore(Backup, _folder.Path));

        Assert.Equal(RunStatus.Completed, server.Runs.Find(Ada, lost.Id)!.Status);
        Assert.Equal(lostEvents, server.Events(lost));
        Assert.Equal(30, FakeTraining.StepOf(server.Runs.Model(Ada, lost.Id)!));
        Assert.Equal("renamed since", server.Runs.Find(Bert, kept.Id)!.Name);
    }

    [Fact]
    public async Task A_backup_goes_to_a_new_folder_only_and_comes_from_a_data_directory_only()
    {
        await using var server = await Start(_folder, _training.Backend);
        DataBackup.Create(_folder.Path, Backup);

        Assert.Throws<IOException>(() => DataBackup.Create(_folder.Path, Backup));
        Assert.Throws<DirectoryNotFoundException>(
            () => DataBackup.Create(Path.Combine(_other.Path, "nowhere"), Path.Combine(_other.Path, "b")));
        Assert.Throws<DirectoryNotFoundException>(() => DataBackup.Restore(Path.Combine(_other.Path, "nowhere"), _folder.Path));
    }

    private static IEnumerable<(int, double)> Batches(IEnumerable<RunEvent> events) =>
        events.OfType<BatchTrained>().Select(batch => (batch.Step, batch.Loss));
}
