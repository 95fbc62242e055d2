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

    [Theory]
    [InlineData("backup")]
    [InlineData("runs/backup")]
    [InlineData("")]
    [InlineData("../{link}/backup")]
    public async Task A_backup_into_the_data_directory_is_refused(string folder)
    {
        await using var server = await Start(_folder, _training.Backend);
        var link = Path.Combine(_other.Path, "link");
        Directory.CreateSymbolicLink(link, _folder.Path);
        var target = folder.Contains("{link}") ? Path.Combine(link, "backup") : Path.Combine(_folder.Path, folder);
        var before = Directory.GetFileSystemEntries(_folder.Path).Order();

        Assert.Contains("data directory", Assert.Throws<IOException>(() => DataBackup.Create(_folder.Path, target)).Message);

        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path).Order());
    }

    [Theory]
    [InlineData("backup.json", null)] // as a kill in the middle leaves it
    [InlineData("backup.json", "{")]
    [InlineData("*.checkpoint", null)]
    [InlineData("*.checkpoint", "damaged")]
    [InlineData("notebook.db", "damaged")]
    public async Task A_backup_that_is_not_whole_is_not_restored_and_verify_says_so(string file, string? content)
    {
        await using (var server = await Start(_folder, _training.Backend))
        {
            var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            await server.UntilLastEvent(run);
            DataBackup.Create(_folder.Path, Backup);
            await server.Stop();
        }
        Assert.Equal((1, 0), Counts(DataBackup.Verify(Backup)));
        Assert.Equal((1, 0), Counts(DataBackup.Verify(_folder.Path)));
        var path = Directory.GetFiles(Backup, file, SearchOption.AllDirectories)[0];
        if (content is null) File.Delete(path);
        else await File.WriteAllTextAsync(path, content);
        var target = Path.Combine(_other.Path, "target");

        Assert.Throws<IOException>(() => DataBackup.Restore(Backup, target));

        Assert.False(Directory.Exists(target));
        try
        {
            Assert.NotEmpty(DataBackup.Verify(Backup).Problems);
        }
        catch (IOException)
        {
        }
    }

    [Theory]
    [InlineData("notebook.db", 5000)]
    [InlineData("notebook.db", 0)]
    [InlineData("*.checkpoint", 3)]
    public async Task Verify_finds_what_is_damaged_in_a_data_directory_and_a_backup_has_none_of_it(string file, int length)
    {
        await using (var server = await Start(_folder, _training.Backend))
        {
            var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            await server.UntilLastEvent(run);
            await server.Stop();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var whole = Directory.GetFiles(_folder.Path, file, SearchOption.AllDirectories)[0];
        await using (var cut = File.OpenWrite(whole)) cut.SetLength(length);

        if (file == "notebook.db")
        {
            Assert.Throws<IOException>(() => DataBackup.Verify(_folder.Path));
            Assert.Throws<IOException>(() => DataBackup.Create(_folder.Path, Backup));
            Assert.Empty(Directory.GetFileSystemEntries(_other.Path)); // neither a backup nor half of one
        }
        else
        {
            Assert.Contains("damaged", DataBackup.Verify(_folder.Path).Problems.Single());
            DataBackup.Create(_folder.Path, Backup);
            Assert.Empty(DataBackup.Verify(Backup).Problems);
        }
    }

    [Fact]
    public async Task A_restore_that_fails_half_way_leaves_nothing_behind()
    {
        await using (var server = await Start(_folder, _training.Backend))
        {
            var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            await server.UntilLastEvent(run);
            await server.Stop();
        }
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "a-file-before-the-runs"), "");
        DataBackup.Create(_folder.Path, Backup);
        // A file stands where the runs' folder would be.
        var target = Directory.CreateDirectory(Path.Combine(_other.Path, "target")).FullName;
        await File.WriteAllTextAsync(Path.Combine(target, "runs"), "");

        Assert.ThrowsAny<IOException>(() => DataBackup.Restore(Backup, target));

        Assert.False(File.Exists(Path.Combine(target, "a-file-before-the-runs")));
        File.Delete(Path.Combine(target, "runs"));
        Assert.Equal((1, 0), DataBackup.Restore(Backup, target));
        Assert.Equal((1, 0), Counts(DataBackup.Verify(target)));
    }

    [Fact]
    public async Task What_a_killed_backup_left_is_no_backup_and_does_not_hinder_the_next()
    {
        await using var server = await Start(_folder, _training.Backend);
        var staged = Directory.CreateDirectory(BackupFiles.Staging(Backup)).FullName;
        await File.WriteAllTextAsync(Path.Combine(staged, "notebook.db"), "half");
        Assert.Throws<IOException>(() => DataBackup.Restore(staged, Path.Combine(_other.Path, "target")));

        DataBackup.Create(_folder.Path, Backup);

        Assert.Equal([Backup], Directory.GetFileSystemEntries(_other.Path));
    }

    [Fact]
    public void Without_room_nothing_is_begun() =>
        Assert.Contains("no room", Assert.Throws<IOException>(() => BackupFiles.NeedRoom(Backup, long.MaxValue)).Message);

    private static (int, int) Counts((int Runs, IReadOnlyList<string> Problems) found) => (found.Runs, found.Problems.Count);

    private static IEnumerable<(int, double)> Batches(IEnumerable<RunEvent> events) =>
        events.OfType<BatchTrained>().Select(batch => (batch.Step, batch.Loss));
}
