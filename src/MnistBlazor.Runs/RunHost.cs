using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using MnistBlazor.ML;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>Starts the store and the workers with the host, and stops them with it: runs keep their exact step.</summary>
internal sealed class RunHost(
    RunsOptions options, StoredBounds bounds, TrainingBackend backend, StoreWriter writer, RunRecovery recovery, RunRetention retention,
    TrainingWorkers workers, IRunDispatcher dispatcher, RunsMetrics metrics) : IHostedService
{
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(10), Poll = TimeSpan.FromMilliseconds(200);

    public async Task StartAsync(CancellationToken cancellation)
    {
        backend.UseThreads(options.Threads > 0 ? options.Threads : TorchRuntime.DefaultThreads);
        bounds.Load();
        Observe();
        await OpenStore(cancellation);
        workers.Start();
    }

    // Whatever the host's patience: a run that is not suspended would lose what it did since its last checkpoint.
    public Task StopAsync(CancellationToken cancellation) => Task.Run(
        () =>
        {
            workers.Suspend();
            writer.Finish();
            retention.Finish();
        },
        CancellationToken.None);

    // A server that has just been told to stop may still be saving its runs.
    private async Task OpenStore(CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp(); // clocks jump
        while (true)
        {
            try
            {
                writer.Start(recovery.Recover);
                return;
            }
            catch (DataDirectoryInUseException) when (Stopwatch.GetElapsedTime(begun) < HandOver)
            {
                await Task.Delay(Poll, cancellation);
            }
        }
    }

    private void Observe()
    {
        metrics.Begin(backend.Devices());
        metrics.Observe("mnistblazor.queue.length", "{run}", "Runs that wait.", () => dispatcher.Queue.Length);
        metrics.Observe("mnistblazor.runs.running", "{run}", "Runs that train.", () => workers.All.Sum(worker => worker.Running.Count));
    }
}
