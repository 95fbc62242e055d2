using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>What the command line's <c>backup</c> and <c>restore</c> take and answer; what they copy is tested with the store.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");

    private string Backup => Path.Combine(_folder.FullName, "backup");

    private string Elsewhere => Path.Combine(_folder.FullName, "elsewhere");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_running_servers_data_is_backed_up_and_restored_elsewhere()
    {
        await using var app = new TrainingApp();
        await app.InitializeAsync();
        var data = app.Services.GetRequiredService<LessonsOptions>().DataDirectory;

        Assert.Equal(0, BackupCommand.TryRun(["backup", Backup, "--MnistBlazor:DataDirectory", data]));
        Assert.Equal(0, BackupCommand.TryRun(["restore", Backup, "--MnistBlazor:DataDirectory", Elsewhere]));

        Assert.True(File.Exists(Path.Combine(Elsewhere, "notebook.db")));
        Assert.Equal(0, BackupCommand.TryRun(["verify", Backup]));
        Assert.Equal(0, BackupCommand.TryRun(["verify", "--MnistBlazor:DataDirectory", data]));
        await File.AppendAllTextAsync(Path.Combine(Backup, "notebook.db"), "more");
        Assert.Equal(1, BackupCommand.TryRun(["verify", Backup]));
    }

    [Fact]
    public void Without_data_or_without_a_backup_it_fails()
    {
        Assert.Equal(1, BackupCommand.TryRun(["backup", Backup, "--MnistBlazor:DataDirectory", Elsewhere]));
        Assert.Equal(1, BackupCommand.TryRun(["restore", Backup, "--MnistBlazor:DataDirectory", Elsewhere]));
        Assert.Equal(1, BackupCommand.TryRun(["verify", "--MnistBlazor:DataDirectory", Elsewhere]));
    }

    [Fact]
    public void Of_a_cluster_it_copies_nothing_and_says_what_to_do_with_its_database()
    {
        Directory.CreateDirectory(Elsewhere);
        string[] cluster =
            ["--MnistBlazor:Cluster:Role", "Web", "--MnistBlazor:Cluster:PostgreSql", "Host=db;Username=ada;Database=school"];
        var (console, errors) = (Console.Error, new StringWriter());
        Console.SetError(TextWriter.Synchronized(errors));
        try
        {
            foreach (var command in new[] { "backup", "restore" })
                Assert.Equal(1, BackupCommand.TryRun([command, Backup, "--MnistBlazor:DataDirectory", Elsewhere, .. cluster]));
            Assert.Equal(1, BackupCommand.TryRun(["verify", "--MnistBlazor:DataDirectory", Elsewhere, .. cluster]));
        }
        finally
        {
            Console.SetError(console);
        }

        Assert.Contains($"pg_dump --host=db --port=5432 --username=ada --format=custom --file={Backup}.dump", errors.ToString());
        Assert.Contains("stop all nodes", errors.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Elsewhere));
        Assert.False(Directory.Exists(Backup));
    }

    [Theory]
    [InlineData]
    [InlineData("--urls", "http://127.0.0.1:0")]
    [InlineData("backup")]
    public void Other_arguments_start_the_app(params string[] args) => Assert.Null(BackupCommand.TryRun(args));
}
