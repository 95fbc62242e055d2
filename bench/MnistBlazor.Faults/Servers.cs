using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Faults;

/// <summary>Servers without pages that train without tensors: a start takes a tenth of a second.</summary>
internal static class Servers
{
    public static Task<TestServer> StartAsync(string data, FakeTraining training, Action<LessonsOptions>? configure = null)
    {
        var options = new LessonsOptions { DataDirectory = data };
        configure?.Invoke(options);
        var services = new ServiceCollection().AddLogging().AddSingleton(training.Backend).AddLessons(options);
        services.RemoveAll<IBackgroundTraining>();
        return TestServer.Start(services);
    }

    /// <summary>Trains runs to their end, one after the other.</summary>
    public static async Task<IReadOnlyList<Run>> TrainAsync(this TestServer server, int runs, int epochs = 3)
    {
        var trained = new List<Run>();
        for (var seed = 1; seed <= runs; seed++)
        {
            var run = await server.Runs.StartAsync(TestServer.Ada, "softmax", FakeTraining.Options(seed, epochs));
            await server.UntilLastEvent(run);
            trained.Add(run);
        }
        return trained;
    }

    /// <summary>What must hold of every data directory after a start: rows and files belong together, and nothing lies about.</summary>
    public static void CheckWhole(string data)
    {
        var (_, problems) = DataBackup.Verify(data);
        if (problems.Count > 0) throw new LossException(string.Join(' ', problems));
        var left = Directory.EnumerateFileSystemEntries(data, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(data, path))
            .FirstOrDefault(name => name.EndsWith(".part", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal)
                || name.Contains("write-test", StringComparison.Ordinal));
        if (left is not null) throw new LossException($"{left} is left over.");
        var (_, _, files) = new Runs.Storage.Sqlite.SqliteDialect(data, "Pooling=False").Look();
        var known = files.Select(file => file.Name).ToHashSet();
        var blobs = new LocalBlobs(new DataDirectory(data));
        if (blobs.List("runs").FirstOrDefault(blob => !known.Contains(blob.Name)) is { Name: { } name })
            throw new LossException($"{name} has no row.");
        foreach (var learner in blobs.Folders("uploads"))
            foreach (var set in blobs.Folders($"uploads/{learner}"))
                if (blobs.Read($"uploads/{learner}/{set}/dataset.json") is null)
                    throw new LossException($"uploads/{learner}/{set} is half a data set.");
    }
}
