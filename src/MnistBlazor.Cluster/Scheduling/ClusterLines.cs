using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>The lines that this node watches: those of the devices that it has, and those that the settings name.</summary>
internal sealed class ClusterLines(
    IGrainFactory grains, RunSignals signals, TrainingBackend backend, ClusterSettings settings, ILogger<ClusterLine> logger)
    : IHostedService, IDisposable
{
    private const string EveryWorkersDevice = "cpu";

    private readonly ConcurrentDictionary<string, Lazy<ClusterLine>> _lines = new();

    public IReadOnlyList<ClusterLine> All => [.. _lines.Values.Select(line => line.Value).OrderBy(line => line.Device)];

    /// <summary>Null: nobody has such a device.</summary>
    public ClusterLine? Find(string device) => _lines.TryGetValue(device, out var line) ? line.Value : null;

    public Task StartAsync(CancellationToken cancellation)
    {
        foreach (var device in backend.Devices().Append(EveryWorkersDevice).Concat(settings.DeviceIds)) Add(device);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var line in All) line.Dispose();
    }

    // Signals within this process only: every node watches for itself.
    private ClusterLine Add(string device) => _lines.GetOrAdd(device, _ => new(() =>
    {
        var line = new ClusterLine(device, grains, signals, logger);
        line.Start();
        return line;
    })).Value;
}
