using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>The workers, one per device.</summary>
internal sealed class TrainingWorkers : IDisposable
{
    private readonly Lazy<Dictionary<string, TrainingWorker>> _workers;

    public TrainingWorkers(
        TrainingEnvironment environment, IRunSignals signals, RunsOptions options, IBackgroundTraining? background = null) =>
        _workers = new(() => environment.Backend.Devices()
            .Select((device, index) => new TrainingWorker(
                device, options, environment, signals, index == 0 ? background : null))
            .ToDictionary(worker => worker.Device));

    public IReadOnlyCollection<TrainingWorker> All => _workers.Value.Values;

    public TrainingWorker? Find(string device) => _workers.Value.GetValueOrDefault(device);

    /// <summary>Runs that wait, on all devices.</summary>
    public int QueueLength => All.Sum(worker => worker.Queue.Count);

    public void Start()
    {
        foreach (var worker in All) worker.Start();
    }

    public void Suspend()
    {
        foreach (var worker in All) worker.Suspend();
    }

    public void Dispose()
    {
        if (!_workers.IsValueCreated) return;
        foreach (var worker in All) worker.Dispose();
    }
}
