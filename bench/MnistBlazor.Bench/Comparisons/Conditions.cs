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
    /// <summary>Starts the app and waits until it has nothing to do.</summary>
    /// <inheritdoc cref="AppProcess.StartAsync"/>
    public async Task<AppProcess> StartAppAsync(DirectoryInfo? data = null, params string[] arguments)
    {
        var app = await AppProcess.StartAsync(AppFolder, data, arguments);
        if (!Smoke) await app.UntilIdleAsync();
        return app;
    }

    /// <summary>What is being measured now, for whoever waits: not a part of the table.</summary>
    public void Say(string what) => Console.Error.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {what}");
}
