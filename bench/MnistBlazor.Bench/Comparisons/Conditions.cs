using MnistBlazor.Bench.Apps;
using MnistBlazor.ML.Data;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>What every part of the table is measured with.</summary>
/// <param name="Times">How often, in turns with what is compared.</param>
/// <param name="Minutes">How long learners click on many open pages.</param>
/// <param name="Smoke">The least of everything: it shows that all works, and the figures mean nothing.</param>
/// <param name="AppFolder">The published app.</param>
/// <param name="MnistFolder">MNIST's four files.</param>
internal sealed record Conditions(int Times, double Minutes, bool Smoke, string AppFolder, string MnistFolder, ImageDataset Mnist)
{
    private readonly Dictionary<string, byte[]> _models = [];

    /// <summary>
    /// Starts the app and waits until it has nothing to do. The first page's networks are trained by the first of all apps, for all.
    /// </summary>
    /// <param name="data">Null: a data directory of its own, which is deleted in the end.</param>
    /// <param name="arguments">Settings, as a person gives them.</param>
    public async Task<AppProcess> StartAppAsync(DirectoryInfo? data = null, params string[] arguments)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("mnistblazor-bench-");
        var models = folder.CreateSubdirectory("models");
        foreach (var (name, bytes) in _models) File.WriteAllBytes(Path.Combine(models.FullName, name), bytes);
        var app = await AppProcess.StartAsync(AppFolder, folder, ownsData: data is null, arguments);
        await app.UntilIdleAsync();
        foreach (var file in models.GetFiles()) _models[file.Name] = File.ReadAllBytes(file.FullName);
        return app;
    }

    /// <summary>What is being measured now, for whoever waits: not a part of the table.</summary>
    public void Say(string what) => Console.Error.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {what}");
}
