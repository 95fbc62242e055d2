using System.Globalization;
using Microsoft.Data.Sqlite;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Storage;

/// <summary>
/// A store as the app wrote it in November 2026, under the first schema: what learners have then is theirs under any later one. The
/// file is what a real server left, with one learner's whole notebook of lesson 1, and runs that completed, were forked, stopped,
/// paused, were training and waited.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private static readonly string[] Tables = ["Checkpoints", "Events", "Runs", "Sessions"];

    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public UpgradeTests() => Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Storage", "store-of-2026-11.sql")));

    private string Connection => $"Data Source={Path.Combine(_folder.Path, "notebook.db")};Pooling=False";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_row_of_every_table_is_there_after_the_upgrade_as_it_was()
    {
        var before = Tables.ToDictionary(table => table, table => Rows(table, null));
        Assert.Equal(
            (12, 166, 6, 1),
            (before["Checkpoints"].Count, before["Events"].Count, before["Runs"].Count, before["Sessions"].Count));
        var columns = Tables.ToDictionary(table => table, table => string.Join(", ", Columns(table)));
        // What is unfinished waits for its data set, so that nothing is written but what the upgrade writes.
        _training.LoadDataset = _ => new TaskCompletionSource<ML.Data.ImageDataset>().Task;
        Execute("UPDATE Runs SET Status = 'Queued' WHERE Status IN ('Running', 'Paused')");
        before["Runs"] = Rows("Runs", null);

        await using (await Start(_folder, _training.Backend))
        {
        }

        Assert.All(Tables, table => Assert.Equal(before[table], Rows(table, columns[table])));
        Assert.All(["Runs", "Checkpoints"], table => Assert.All(Rows(table, "OwnerEpoch"), epoch => Assert.Equal("1", epoch)));
        Assert.Equal(8, Rows("__EFMigrationsHistory", null).Count);
        Assert.All(Rows("Runs", "DeletedByTeacher"), deleted => Assert.Equal("0", deleted));
    }

    [Fact]
    public async Task Runs_events_epochs_and_checkpoints_read_back()
    {
        TestServer? server = null;
        _training.BeforeBatch = (_, _) => SpinWait.SpinUntil(() => server?.IsEnding == true);
        await using var started = server = await Start(_folder, _training.Backend);

        var runs = server.Runs.List(Ada);
        Assert.Equal([RunStatus.Paused, RunStatus.Stopped, RunStatus.Completed, RunStatus.Completed], runs.Select(run => run.Status));
        var (fork, first) = (runs[2], runs[3]);
        Assert.Equal(("First try", "four epochs are enough", true, 1.0), (first.Name, first.Note, first.Starred, first.Accuracy));
        Assert.Equal((48, 4, 12), (first.Step, first.Epoch, first.StepsPerEpoch));
        Assert.IsType<SoftmaxRegressionSpec>(first.Options.Model);
        Assert.IsType<MultilayerPerceptronSpec>(runs[0].Options.Model);
        Assert.Equal((first.Id, 24, 0.01), (fork.ForkedFrom, fork.ForkedAtStep, fork.Options.Optimizer.LearningRate));
        foreach (var run in runs.Concat(server.Runs.List(Bert)))
        {
            var events = server.Events(run);
            Assert.Equal(Enumerable.Range(1, events.Count), events.Select(happened => happened.Number));
            Assert.Equal(events.OfType<EpochTrained>(), server.Runs.EpochsOf(run.Id));
        }
        Assert.Equal(48, server.Events(first).OfType<BatchTrained>().Count());
        Assert.IsType<RunPaused>(server.Events(runs[0])[^1]);
        Assert.Equal([12, 24, 36, 48], server.Get<RunForks>().Checkpoints(Ada, first.Id).Select(checkpoint => checkpoint.Step));
        Assert.Equal([24, 36, 48], server.Get<RunForks>().Checkpoints(Ada, fork.Id).Select(checkpoint => checkpoint.Step));
        Assert.StartsWith("{\"Lesson\":\"softmax\"", server.Get<StoredSessions>().Find(Ada, "softmax")!.Value.State);
    }

    [Fact]
    public async Task What_was_unfinished_goes_on_to_its_end()
    {
        await using var server = await Start(_folder, _training.Backend);
        var paused = server.Runs.List(Ada).Single(run => run.Status == RunStatus.Paused);
        await server.Runs.ResumeAsync(Ada, paused.Id);

        foreach (var run in server.Runs.List(Bert).Append(paused))
            Assert.Equal(RunStatus.Completed, ((RunEnded)(await server.UntilLastEvent(run))[^1]).Status);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(Connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <param name="columns">Null: all that there are.</param>
    private List<string> Rows(string table, string? columns)
    {
        using var connection = new SqliteConnection(Connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns ?? "*"} FROM {table} ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var values = Enumerable.Range(0, reader.FieldCount)
                .Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture));
            rows.Add(string.Join('|', values));
        }
        return rows;
    }

    private List<string> Columns(string table) =>
        Rows($"(SELECT cid AS rowid, name FROM pragma_table_info('{table}'))", "rowid, name").ConvertAll(column => column.Split('|')[1]);
}
