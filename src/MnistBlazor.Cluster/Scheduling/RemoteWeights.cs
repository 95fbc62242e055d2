using System.Collections.Concurrent;
using System.Diagnostics;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>
/// Weights of runs that train on other nodes, for drawings that are read here: those fetched last, while newer ones are on their way.
/// Nobody waits for a worker that does not answer. Thread-safe.
/// </summary>
internal sealed class RemoteWeights(IGrainFactory grains, RunStore store, IRunSignals signals)
{
    /// <summary>A run publishes its weights four times a second; asking more often gains nothing.</summary>
    private static readonly TimeSpan Interval = RunExecution.SnapshotInterval, Patience = TimeSpan.FromSeconds(2);

    private const int RunsRemembered = 64;

    private readonly ConcurrentDictionary<RunId, Known> _known = new();

    public WeightSnapshot? Newest(RunId run)
    {
        if (_known.Count > RunsRemembered) _known.Clear();
        var known = _known.GetOrAdd(run, _ => new Known());
        if (known.MayAsk()) _ = FetchAsync(run, known);
        return known.Snapshot;
    }

    private async Task FetchAsync(RunId run, Known known)
    {
        try
        {
            var reply = await grains.GetGrain<IRunGrain>(run.Value).WeightsAsync(known.Snapshot?.Step ?? -1).WaitAsync(Patience);
            if (reply is null || store.Find(run) is not { } stored) return;
            known.Snapshot = new WeightSnapshot(reply.Step, TrainedModel.Of(stored.Options, reply.Weights));
            signals.Raise(run);
        }
        catch (Exception)
        {
            // The worker is away: what is known stays, or the last checkpoint.
        }
        finally
        {
            known.Asked();
        }
    }

    private sealed class Known
    {
        private int _asking;
        private long _last;

        public volatile WeightSnapshot? Snapshot;

        public bool MayAsk() =>
            (_last == 0 || Stopwatch.GetElapsedTime(_last) >= Interval) && Interlocked.Exchange(ref _asking, 1) == 0;

        public void Asked()
        {
            _last = Stopwatch.GetTimestamp();
            Volatile.Write(ref _asking, 0);
        }
    }
}
