using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs.Execution;

/// <summary>What runs find around them while they train.</summary>
internal sealed class TrainingEnvironment(
    TrainingBackend backend, RunStore store, RunThroughput throughput, RunsMetrics metrics, TrainingLog log, TimeProvider time,
    RunsOptions options)
{
    public TrainingBackend Backend => backend;

    public RunsOptions Options => options;

    public RunThroughput Throughput => throughput;

    public RunsMetrics Metrics => metrics;

    public TrainingLog Log => log;

    public DateTimeOffset Now() => time.GetUtcNow();

    /// <summary>Files to go on from, the newest first: what waits in memory to be stored, then what is stored.</summary>
    public IEnumerable<byte[]> Checkpoints(LiveRun run)
    {
        if (run.Snapshot is { Step: 0, Options.FineTuning: null }) yield break;
        if (run.Recording.UnsavedPoint is { } unsaved) yield return unsaved.Checkpoint;
        foreach (var stored in store.ReadCheckpoints(run.Id)) yield return stored.Bytes;
    }
}
