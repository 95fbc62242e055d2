using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs.Tests;

/// <summary>Runs as a server has them, in a folder of their own. Waits are for signals; the time limit is for failures.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public static readonly LearnerId Ada = new("ada"), Bert = new("bert");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly IServiceProvider _provider;

    private TestServer(IServiceProvider provider) => _provider = provider;

    public RunService Runs => Get<RunService>();

    public T Get<T>() where T : notnull => _provider.GetRequiredService<T>();

    /// <summary>A server's start. The same folder again: the next life of that server.</summary>
    public static Task<TestServer> Start(
        TempFolder folder, TrainingBackend backend, Action<RunsOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var options = new RunsOptions { DataDirectory = folder.Path };
        configure?.Invoke(options);
        var collection = new ServiceCollection().AddLogging().AddSingleton(backend).AddRuns(options);
        services?.Invoke(collection);
        return Start(collection);
    }

    public static Task<TestServer> Start(IServiceCollection services) => Start(services.BuildServiceProvider());

    public static async Task<TestServer> Start(IServiceProvider services)
    {
        var server = new TestServer(services);
        foreach (var hosted in server._provider.GetServices<IHostedService>()) await hosted.StartAsync(CancellationToken.None);
        return server;
    }

    /// <summary>A server's orderly end: as a host does, in the reverse order of the start.</summary>
    public async Task Stop()
    {
        foreach (var hosted in _provider.GetServices<IHostedService>().Reverse()) await hosted.StopAsync(CancellationToken.None);
        await DisposeAsync();
    }

    /// <summary>The server has been told to stop, and its workers with it.</summary>
    public bool IsEnding => Get<TrainingWorkers>().All.All(worker => worker.Ending);

    /// <summary>From this moment nothing reaches the store.</summary>
    public void StopWriting() => Get<StoreWriter>().Dispose();

    /// <summary>The blobs of a data directory that no server uses.</summary>
    public static IRunBlobs Blobs(TempFolder folder) => new LocalBlobs(new DataDirectory(folder.Path));

    /// <summary>Drops everything that is not stored yet, as a kill does.</summary>
    public ValueTask DisposeAsync() => ((IAsyncDisposable)_provider).DisposeAsync();

    public Task<Run> Until(Run run, Func<Run, bool> condition) =>
        Until(signal => Runs.Subscribe(run.Id, signal), () => Runs.Find(run.Owner, run.Id)!, condition);

    public Task<Run> UntilEnded(Run run) => Until(run, now => now.Ended);

    /// <summary>The run's events, once the last of them can be read.</summary>
    public Task<IReadOnlyList<RunEvent>> UntilLastEvent(Run run) =>
        Until(signal => Runs.Subscribe(run.Id, signal), () => Events(run), events => events.LastOrDefault() is RunEnded);

    public IReadOnlyList<RunEvent> Events(Run run) => Runs.EventsAfter(run.Id, 0, int.MaxValue);

    /// <summary>Reads again at every signal until what is read is as wanted.</summary>
    public static async Task<T> Until<T>(Func<Subscription, IDisposable> subscribe, Func<T> read, Func<T, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var subscription = new Subscription(TimeSpan.Zero);
        using var changes = subscribe(subscription);
        while (true)
        {
            var value = read();
            if (condition(value)) return value;
            await subscription.NextAsync(limit.Token);
        }
    }
}
