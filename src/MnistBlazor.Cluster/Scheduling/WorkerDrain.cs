using Microsoft.Extensions.Hosting;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>
/// Gives a node's runs back when it is told to stop. It starts before runs do and so stops after them: each has kept its exact step then,
/// and is stored.
/// </summary>
internal sealed class WorkerDrain(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellation) =>
        ((WorkerFeed)services.GetService(typeof(WorkerFeed))!).ReturnAllAsync();
}
