using System.Collections.Concurrent;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>The runs in memory: those that have not ended, and those whose end is not stored yet. Thread-safe.</summary>
internal sealed class LiveRuns
{
    private readonly ConcurrentDictionary<RunId, LiveRun> _runs = new();
    private readonly TrainingBackend _backend;
    private readonly TrainingWorkers _workers;
    private readonly StoreWriter _writer;
    private readonly RunSignals _signals;

    public LiveRuns(TrainingBackend backend, TrainingWorkers workers, StoreWriter writer, RunSignals signals)
    {
        (_backend, _workers, _writer, _signals) = (backend, workers, writer, signals);
        writer.Flushed = Flushed;
        foreach (var worker in workers.All)
        {
            worker.QueueMoved = () =>
            {
                foreach (var waiting in worker.Queue.Order()) writer.Touch(waiting, urgent: true);
            };
        }
    }

    /// <summary>A run has ended and all of it is stored; on the writing thread.</summary>
    public Action<LearnerId> Retired { get; set; } = _ => { };

    public LiveRun? Find(RunId id) => _runs.GetValueOrDefault(id);

    public IEnumerable<LiveRun> Of(LearnerId learner) => _runs.Values.Where(run => run.Owner == learner);

    /// <param name="isNew">The store has no row of it.</param>
    public LiveRun Add(Run run, RunLog log, bool isNew)
    {
        var live = new LiveRun(run, log, Load(run.Owner, run.Options.Dataset), isNew) { Changed = _writer.Touch };
        _runs[run.Id] = live;
        // A run whose data set is still loading stays in the queue; when it is there, or failed, the worker looks again.
        live.Dataset.ContinueWith(_ => _workers.Find(run.Options.Device)?.Wake(), TaskContinuationOptions.ExecuteSynchronously);
        return live;
    }

    private Task<ImageDataset> Load(LearnerId owner, string dataset)
    {
        try
        {
            return _backend.LoadDataset(owner, dataset);
        }
        catch (Exception exception)
        {
            return Task.FromException<ImageDataset>(exception);
        }
    }

    private void Flushed(LiveRun run)
    {
        if (run.Snapshot.Ended && run.IsSaved && _runs.TryRemove(run.Id, out _)) Retired(run.Owner);
        _signals.Runs.Raise(run.Id);
        _signals.Learners.Raise(run.Owner);
    }
}
