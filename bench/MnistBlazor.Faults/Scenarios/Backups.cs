using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Tests.Datasets;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Faults.Scenarios;

/// <summary>A data directory is backed up.</summary>
internal sealed class Backup : Scenario
{
    public override string Name => "backup";

    public override Task PrepareAsync(string folder) => Filled.MakeAsync(Data(folder), 2);

    public override Task ActAsync(string folder, Action<string> promise)
    {
        DataBackup.Create(Data(folder), Path.Combine(folder, "backup"));
        promise("backed up");
        return Task.CompletedTask;
    }

    public override Task CheckAsync(string folder, IReadOnlyList<string> promised)
    {
        var backup = Path.Combine(folder, "backup");
        Need(promised.Count == 0 || Directory.Exists(backup), "The backup is gone.");
        if (Directory.Exists(backup) && Directory.EnumerateFileSystemEntries(backup).Any())
            Need(DataBackup.Verify(backup) is { Runs: 2, Problems.Count: 0 }, "What has the backup's name is not whole.");
        // As a script does that names each by its date.
        DataBackup.Create(Data(folder), Path.Combine(folder, "next"));
        Need(DataBackup.Verify(Path.Combine(folder, "next")) is { Runs: 2, Problems.Count: 0 }, "The next backup is not whole.");
        var left = Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Except(["data", "backup", "next"]).FirstOrDefault();
        Need(left is null, $"{left} is left over.");
        return Task.CompletedTask;
    }
}

/// <summary>A backup is restored beside what a data directory has.</summary>
internal sealed class Restore : Scenario
{
    public override string Name => "restore";

    public override async Task PrepareAsync(string folder)
    {
        await Filled.MakeAsync(Path.Combine(folder, "old"), 2);
        DataBackup.Create(Path.Combine(folder, "old"), Path.Combine(folder, "backup"));
        Directory.Delete(Path.Combine(folder, "old"), recursive: true);
        await Filled.MakeAsync(Data(folder), 1);
    }

    public override Task ActAsync(string folder, Action<string> promise)
    {
        DataBackup.Restore(Path.Combine(folder, "backup"), Data(folder));
        promise("restored");
        return Task.CompletedTask;
    }

    public override async Task CheckAsync(string folder, IReadOnlyList<string> promised)
    {
        // Someone may start the server first, and restore once more only then.
        await Filled.CheckAsync(Data(folder), promised.Count > 0 ? 3 : 1, promised.Count > 0 ? 2 : 1);
        DataBackup.Restore(Path.Combine(folder, "backup"), Data(folder));
        await Filled.CheckAsync(Data(folder), 3, 2);
    }
}

/// <summary>A backup is restored where nothing is.</summary>
internal sealed class RestoreAnew : Scenario
{
    public override string Name => "restore-anew";

    public override async Task PrepareAsync(string folder)
    {
        await Filled.MakeAsync(Path.Combine(folder, "old"), 2);
        DataBackup.Create(Path.Combine(folder, "old"), Path.Combine(folder, "backup"));
        Directory.Delete(Path.Combine(folder, "old"), recursive: true);
    }

    public override Task ActAsync(string folder, Action<string> promise)
    {
        DataBackup.Restore(Path.Combine(folder, "backup"), Data(folder));
        promise("restored");
        return Task.CompletedTask;
    }

    public override async Task CheckAsync(string folder, IReadOnlyList<string> promised)
    {
        DataBackup.Restore(Path.Combine(folder, "backup"), Data(folder));
        await Filled.CheckAsync(Data(folder), 2, 1);
    }
}

/// <summary>A data directory with runs, a data set and a key.</summary>
internal static class Filled
{
    public static async Task MakeAsync(string data, int runs)
    {
        await using var server = await Servers.StartAsync(data, new());
        await server.TrainAsync(runs);
        await server.Get<DatasetDrafts>().AddAsync(TestServer.Ada, Uploads.TwoClasses());
        Directory.CreateDirectory(Path.Combine(data, "keys"));
        await File.WriteAllTextAsync(Path.Combine(data, "keys", $"key-{Guid.NewGuid()}.xml"), "<key />");
        await server.Stop();
    }

    /// <param name="runs">At least.</param>
    /// <param name="sets">Data sets, at least.</param>
    public static async Task CheckAsync(string data, int runs, int sets)
    {
        await using (var server = await Servers.StartAsync(data, new()))
        {
            var found = server.Runs.List(TestServer.Ada);
            if (found.Count < runs) throw new LossException($"{found.Count} runs are there, not {runs}.");
            foreach (var run in found)
                if (FakeTraining.StepOf(server.Runs.Model(TestServer.Ada, run.Id)!) != 30) throw new LossException("A run has no weights.");
            var own = server.Get<UploadedDatasets>().List(TestServer.Ada);
            if (own.Count < sets) throw new LossException($"{own.Count} data sets are there, not {sets}.");
            foreach (var set in own) await server.Get<DatasetLibrary>().LoadAsync(TestServer.Ada, set.Id);
            Web.Hosting.LearnerKeys.Check(data);
            await server.Stop();
        }
        Servers.CheckWhole(data);
    }
}
