using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>Whether what keeps and trains runs in the background does so.</summary>
public sealed class RunsHealth
{
    // Much longer than any batch takes.
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMinutes(2);

    private readonly StoreHealth _store;
    private readonly IStoreDialect _dialect;
    private readonly TrainingWorkers _workers;

    internal RunsHealth(StoreHealth store, IStoreDialect dialect, TrainingWorkers workers) =>
        (_store, _dialect, _workers) = (store, dialect, workers);

    /// <summary>The store is where it was made.</summary>
    public bool StoreExists => _dialect.Exists;

    /// <summary>The store took what was last written to it.</summary>
    public bool StoreWritable => _store.Writable;

    /// <summary>What the store's last failure was, for the operator; null while all is well.</summary>
    public string? StoreFailure => _store.Failure;

    /// <summary>Every training thread is there, and none has been on one batch for minutes.</summary>
    public bool WorkersAlive => _workers.All.All(worker => worker.Alive && worker.Silence < LongestBatch);
}
