using System.Diagnostics;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using Npgsql;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests.Sharing;

/// <summary>What a cluster's operator is told in place of a backup, tried to the letter.</summary>
public sealed class ClusterBackupTests(ClusterServers servers) : IDisposable
{
    private readonly TempFolder _folder = new(), _one = new(), _other = new();

    public void Dispose()
    {
        foreach (var folder in new[] { _folder, _one, _other }) folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_pg_dump_has_taken_while_a_node_runs_is_the_same_server_in_another_database(bool inFolder)
    {
        ClusterServers.SkipWithoutServers();
        var (training, target) = (new FakeTraining(), Path.Combine(_folder.Path, "a backup"));
        var (one, other) = (Settings(inFolder), Settings(inFolder));
        Run run;
        IReadOnlyList<RunEvent> events;
        await using (var node = await StartAsync(one, training, _one))
        {
            run = await node.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            events = await node.UntilLastEvent(run);
            node.Get<RunSupervision>().SetQueueOpen(false);
            await ShellAsync(ClusterBackup.Backup(one, target));
            await node.Stop();
        }
        Execute(one, $"CREATE DATABASE {other.Name}");

        await ShellAsync(ClusterBackup.Restore(other, target));
        await using var next = await StartAsync(other, training, _other);

        Assert.Equal(events, next.Events(run));
        Assert.Equal([10, 20, 30], next.Get<RunForks>().Checkpoints(Ada, run.Id).Select(checkpoint => checkpoint.Step));
        Assert.Equal(30, FakeTraining.StepOf(next.Runs.Model(Ada, run.Id)!));
        Assert.False(next.Runs.QueueOpen);
        Assert.Equal(inFolder, Directory.Exists(Path.Combine(_folder.Path, $"blobs-{other.Name}", "runs", run.Id.Value)));
        // And over what is there.
        next.Get<RunSupervision>().SetQueueOpen(true);
        await next.Stop();
        await ShellAsync(ClusterBackup.Restore(other, target));
        await using var again = await StartAsync(other, training, _other);
        Assert.False(again.Runs.QueueOpen);
    }

    [Theory]
    [InlineData("backup", "pg_dump --host=db --port=5433 --username=mnist --format=custom --file=/b/today.dump --dbname=school")]
    [InlineData("restore", "pg_restore --host=db --port=5433 --username=mnist --clean --if-exists --no-owner")]
    [InlineData("verify", "pg_restore --list")]
    public void Each_command_says_in_one_line_what_to_do_without_the_password(string command, string said)
    {
        var sentence = ClusterBackup.Instead(
            new() { PostgreSql = "Host=db;Port=5433;Username=mnist;Password=geheim;Database=school" }, command, "/b/today");

        Assert.Contains(said, sentence);
        Assert.DoesNotContain("geheim", sentence);
        Assert.DoesNotContain('\n', sentence);
    }

    private Task<TestServer> StartAsync(ClusterSettings settings, FakeTraining training, TempFolder folder) =>
        ClusterNode.Start(
            servers, settings.Name, folder, training.Backend, change: node => node.BlobFolder = settings.BlobFolder);

    private ClusterSettings Settings(bool inFolder)
    {
        var name = servers.NewName();
        return new()
        {
            Name = name, PostgreSql = servers.Postgres.ConnectionString(name),
            BlobFolder = inFolder ? Directory.CreateDirectory(Path.Combine(_folder.Path, $"blobs-{name}")).FullName : "",
        };
    }

    private static void Execute(ClusterSettings settings, string sql)
    {
        using var database = NpgsqlDataSource.Create(settings.PostgreSql);
        using var command = database.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>As an operator does who types it.</summary>
    private async Task ShellAsync(string line)
    {
        var command = new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardError = true };
        command.Environment["PATH"] = $"{servers.Postgres.ProgramFolder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var shell = Process.Start(command)!;
        var errors = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(shell.ExitCode == 0, $"{line}: {errors}");
    }
}
