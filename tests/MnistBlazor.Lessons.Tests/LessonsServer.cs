using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests;

/// <summary>Lessons as a server has them, with the runs below them.</summary>
internal static class LessonsServer
{
    /// <param name="backend">In place of Torch and the learner's data sets; then no network is trained for the first page.</param>
    public static Task<TestServer> Start(
        TempFolder folder, TrainingBackend? backend = null, Action<LessonsOptions>? configure = null,
        Action<IServiceCollection>? services = null)
    {
        var options = new LessonsOptions { DataDirectory = folder.Path };
        configure?.Invoke(options);
        var collection = new ServiceCollection().AddLogging();
        if (backend is not null) collection.AddSingleton(backend);
        collection.AddLessons(options);
        if (backend is not null) collection.AddSingleton<IBackgroundTraining, NoBackgroundTraining>();
        services?.Invoke(collection);
        return TestServer.Start(collection);
    }
}

/// <summary>So that every batch of a fake training belongs to a run.</summary>
internal sealed class NoBackgroundTraining : IBackgroundTraining
{
    public void Start(Action wake) { }
    public TrainingOptions? TrainBatch() => null;
    public void Dispose() { }
}
