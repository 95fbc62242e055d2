using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>Writes what becomes of a run while no worker has it.</summary>
internal sealed class UnownedRuns(RunStore store, IRunSignals signals, RunsMetrics metrics, TrainingLog log, TimeProvider time)
{
    public Task StopAsync(RunId id, Message? reason) => WriteAsync(id, at => (
        run => run with { Status = RunStatus.Stopped, EndedAt = at, Failure = reason },
        new RunEnded(RunStatus.Stopped, reason) { At = at }));

    public Task PauseAsync(RunId id) => WriteAsync(id, at => (
        run => run with { Status = RunStatus.Paused }, new RunPaused { At = at }));

    private Task WriteAsync(RunId id, Func<DateTimeOffset, (Func<Run, Run> Change, RunEvent Happened)> write) => Task.Run(() =>
    {
        if (store.Take(id, worker: null) is not { } taken) return;
        var recording = new RunRecording(taken.Run, new RunLog(taken.Events), isNew: false, taken.Epoch, (_, _) => { }, _ => { });
        var (change, happened) = write(time.GetUtcNow());
        recording.Record(change, [happened]);
        store.Save(recording.Collect()!);
        var run = recording.Snapshot;
        if (run.Ended)
        {
            metrics.Ended(run.Status);
            log.Ended(run.Id, run.Owner, run.Status, run.Step);
        }
        signals.Raise(id);
        signals.Raise(run.Owner);
    });
}
