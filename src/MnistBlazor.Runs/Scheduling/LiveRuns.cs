using System.Collections.Concurrent;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>The runs in memory: those that have not ended, and those whose end is not stored yet. Thread-safe.</summary>
internal sealed class LiveRuns(
    TrainingBackend backend, TrainingWorkers workers, StoreWriter writer, RunRetention retention, IRunSignals signals)
{
    private readonly ConcurrentDictionary<RunId, LiveRun> _runs = new();

    public LiveRun? Find(RunId id) => _runs.GetValueOrDefault(id);

    public IEnumerable<LiveRun> Of(LearnerId learner) => _runs.Values.Where(run => run.Owner == learner);

    public IReadOnlyCollection<LiveRun> All => [.. _runs.Values];

    /// <summary>Whose each run is: a learner with several comes several times.</summary>
    public IEnumerable<LearnerId> Owners => _runs.Values.Select(run => run.Owner);

    /// <summary>A run of which the store has no row.</summary>
    public LiveRun Add(Run run, RunLog log) => Add(run, log, isNew: true, RunRecording.FirstEpoch);

    /// <summary>A run that is in the store.</summary>
    public LiveRun Restore(UnfinishedRun run) => Add(run.Run, new RunLog(run.Events), isNew: false, run.Epoch);

    /// <summary>A run that others may take from now on: all of it is stored, and nobody records anything more.</summary>
    public void Release(LiveRun run) => _runs.TryRemove(KeyValuePair.Create(run.Id, run));

    /// <summary>Training images and classes of a learner's data set; MNIST's while it is not there yet.</summary>
    public (int Images, int Classes) SizeOf(LearnerId learner, string dataset) =>
        LoadDataset(learner, dataset) is { IsCompletedSuccessfully: true, Result: var known }
            ? (known.Train.Count, known.ClassNames.Count)
            : (RunWork.UsualImages, RunWork.UsualClasses);

    private LiveRun Add(Run run, RunLog log, bool isNew, int epoch)
    {
        var live = new LiveRun(
            new RunRecording(run, log, isNew, epoch, writer.Schedule, Settle), LoadDataset(run.Owner, run.Options.Dataset));
        _runs[run.Id] = live;
        // A run whose data set is still loading stays in the queue; when it is there, or failed, the worker looks again.
        live.Dataset.ContinueWith(_ => workers.Find(run.Options.Device)?.Wake(), TaskContinuationOptions.ExecuteSynchronously);
        return live;
    }

    private Task<ImageDataset> LoadDataset(LearnerId owner, string dataset)
    {
        try
        {
            return backend.LoadDataset(owner, dataset);
        }
        catch (Exception exception)
        {
            return Task.FromException<ImageDataset>(exception);
        }
    }

    // On the writing thread, when it has done what it could.
    private void Settle(RunRecording run)
    {
        if (run.IsLost) Forget(run);
        else if (run.Snapshot.Ended && run.IsSaved && _runs.TryRemove(run.Id, out _)) retention.Apply(run.Owner);
        signals.Raise(run.Id);
        signals.Raise(run.Owner);
    }

    // Another process has it: from here on the store says how it is.
    private void Forget(RunRecording run)
    {
        if (!_runs.TryRemove(run.Id, out var live) || workers.Find(run.Snapshot.Options.Device) is not { } worker) return;
        worker.Dequeue(live);
        worker.Wake();
    }
}
