using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Faults.Scenarios;

/// <summary>A learner names, deletes and brings back runs, and changes a notebook.</summary>
internal sealed class Edits : Scenario
{
    public override string Name => "edits";

    public override async Task PrepareAsync(string folder)
    {
        await using var server = await Servers.StartAsync(Data(folder), new());
        await server.TrainAsync(2);
        await server.Stop();
    }

    public override async Task ActAsync(string folder, Action<string> promise)
    {
        await using var server = await Servers.StartAsync(Data(folder), new());
        var (archive, runs) = (server.Get<RunArchive>(), server.Runs.List(TestServer.Ada));
        await archive.Rename(TestServer.Ada, runs[0].Id, "renamed");
        promise("renamed");
        await archive.Delete(TestServer.Ada, runs[1].Id);
        promise("deleted");
        await archive.Undelete(TestServer.Ada, runs[1].Id);
        promise("undeleted");
        await archive.Star(TestServer.Ada, runs[1].Id, true);
        promise("starred");
        await server.Get<StoredSessions>().SaveAsync(TestServer.Ada, "softmax", () => "{}", new());
        promise("saved");
        await server.Stop();
    }

    public override async Task CheckAsync(string folder, IReadOnlyList<string> promised)
    {
        await using (var server = await Servers.StartAsync(Data(folder), new()))
        {
            if (promised.LastOrDefault() == "renamed") await server.Get<RunArchive>().Undelete(TestServer.Ada, DeletedId(folder));
            var runs = server.Runs.List(TestServer.Ada);
            Need(runs.Count == (promised.LastOrDefault() == "deleted" && runs.Count < 2 ? 1 : 2), $"{runs.Count} runs are left.");
            Need(!promised.Contains("renamed") || runs[0].Name == "renamed", "The name is gone.");
            Need(!promised.Contains("starred") || runs[1].Starred, "The star is gone.");
            Need(
                !promised.Contains("saved") || server.Get<StoredSessions>().Find(TestServer.Ada, "softmax")?.State == "{}",
                "The notebook is gone.");
            await server.Stop();
        }
        Servers.CheckWhole(Data(folder));
    }

    // The older of the two: its deletion may have been stored a moment before anyone was told.
    private static RunId DeletedId(string folder) => new Runs.Storage.Sqlite.SqliteDialect(Data(folder), "Pooling=False").Look()
        .Checkpoints.GroupBy(row => row.Run).Select(run => run.Key).First();
}

/// <summary>Runs past the bounds leave, the deleted for good, and older ones lose all checkpoints but the last.</summary>
internal sealed class Retention : Scenario
{
    public override string Name => "retention";

    public override async Task PrepareAsync(string folder)
    {
        await using var server = await Servers.StartAsync(Data(folder), new());
        var runs = await server.TrainAsync(4);
        await server.Get<RunArchive>().Delete(TestServer.Ada, runs[3].Id);
        await server.Stop();
    }

    public override async Task ActAsync(string folder, Action<string> promise)
    {
        await using var server = await Servers.StartAsync(Data(folder), new(), options =>
            (options.MaxStoredRunsPerLearner, options.RunsWithAllCheckpoints, options.UndoDelete) = (3, 1, TimeSpan.Zero));
        await server.TrainAsync(1);
        promise("trained");
        await server.Stop();
    }

    public override async Task CheckAsync(string folder, IReadOnlyList<string> promised)
    {
        await using (var server = await Servers.StartAsync(Data(folder), new()))
        {
            foreach (var run in server.Runs.List(TestServer.Ada))
            {
                await server.UntilLastEvent(run);
                Need(FakeTraining.StepOf(server.Runs.Model(TestServer.Ada, run.Id)!) == 30, "A run that is left has no weights.");
            }
            Need(server.Runs.List(TestServer.Ada).Count >= (promised.Count > 0 ? 3 : 2), "More runs have left than had to.");
            await server.Stop();
        }
        Servers.CheckWhole(Data(folder));
    }
}
