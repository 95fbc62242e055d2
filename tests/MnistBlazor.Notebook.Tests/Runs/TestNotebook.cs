using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MnistBlazor.Notebook.Runs;
using MnistBlazor.Notebook.Storage;

namespace MnistBlazor.Notebook.Tests.Runs;

/// <summary>The notebook's services as a server has them, in a folder of their own. Waits are for signals; the time limit is for failures.</summary>
internal sealed class TestNotebook : IAsyncDisposable
{
    public static readonly LearnerId Ada = new("ada"), Bert = new("bert");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _provider;

    private TestNotebook(ServiceProvider provider) => _provider = provider;

    public RunService Runs => Get<RunService>();

    public T Get<T>() where T : notnull => _provider.GetRequiredService<T>();

    /// <summary>A server's start. The same folder again: the next life of that server.</summary>
    public static async Task<TestNotebook> Start(
        TempFolder folder, TrainingBackend? backend = null, Action<NotebookOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var options = new NotebookOptions { DataDirectory = folder.Path };
        configure?.Invoke(options);
        var collection = new ServiceCollection().AddLogging();
        if (backend is not null) collection.AddSingleton(backend);
        collection.AddNotebook(options);
        if (backend is not null) collection.AddSingleton<IBackgroundTraining, NoBackgroundTraining>();
        services?.Invoke(collection);
        var notebook = new TestNotebook(collection.BuildServiceProvider());
        foreach (var hosted in notebook._provider.GetServices<IHostedService>()) await hosted.StartAsync(CancellationToken.None);
        return notebook;
    }

    /// <summary>A server's orderly end: as a host does, in the reverse order of the start.</summary>
    public async Task Stop()
    {
        foreach (var hosted in _provider.GetServices<IHostedService>().Reverse()) await hosted.StopAsync(CancellationToken.None);
        await DisposeAsync();
    }

    /// <summary>Drops everything that is not stored yet, as a kill does.</summary>
    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    public Task<Run> Until(Run run, Func<Run, bool> condition) =>
        Until(signal => Runs.Subscribe(run.Id, signal), () => Runs.Find(run.Owner, run.Id)!, condition);

    public Task<Run> UntilEnded(Run run) => Until(run, now => now.Ended);

    /// <summary>The run's events, once the last of them can be read.</summary>
    public Task<IReadOnlyList<RunEvent>> UntilLastEvent(Run run) =>
        Until(signal => Runs.Subscribe(run.Id, signal), () => Events(run), events => events.LastOrDefault() is RunEnded);

    public IReadOnlyList<RunEvent> Events(Run run) => Runs.EventsAfter(run.Id, 0, int.MaxValue);

    /// <summary>Reads again at every signal until what is read is as wanted.</summary>
    public static async Task<T> Until<T>(Func<Action, IDisposable> subscribe, Func<T> read, Func<T, bool> condition)
    {
        var reached = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            try
            {
                var value = read();
                if (condition(value)) reached.TrySetResult(value);
            }
            catch (Exception exception)
            {
                reached.TrySetException(exception);
            }
        }
        using var subscription = subscribe(Look);
        Look();
        return await reached.Task.WaitAsync(Limit);
    }
}

/// <summary>So that every batch of a fake training belongs to a run.</summary>
internal sealed class NoBackgroundTraining : IBackgroundTraining
{
    public Action Wake { set { } }
    public bool TrainBatch() => false;
    public void Dispose() { }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mnist-blazor-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        // A notebook that was dropped may still be letting go of a run's files, which then vanish under this deletion.
        while (Directory.Exists(Path))
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
            }
        }
    }
}
