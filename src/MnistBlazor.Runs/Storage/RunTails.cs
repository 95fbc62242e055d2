using Microsoft.Extensions.Caching.Memory;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// The stored events of runs that train in other processes: however many watch a run here, the store is asked once for what is new. A run
/// that nobody has asked for in a while is forgotten. Where no other process trains, the store itself is asked. Thread-safe.
/// </summary>
internal sealed class RunTails(RunStore store, IStoreDialect dialect) : IDisposable
{
    private const int RunsRemembered = 200;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _tails = new(new MemoryCacheOptions { SizeLimit = RunsRemembered });

    /// <inheritdoc cref="RunStore.EventsAfter"/>
    public IReadOnlyList<RunEvent> After(RunId id, int after, int max)
    {
        if (!dialect.IsShared) return store.EventsAfter(id, after, max);
        var tail = _tails.GetOrCreate(id, entry =>
        {
            (entry.Size, entry.SlidingExpiration) = (1, Remembered);
            return new RunTail(number => Read(id, number));
        })!;
        return tail.After(after, max);
    }

    public void Dispose() => _tails.Dispose();

    // While the database is away there is nothing new.
    private IReadOnlyList<RunEvent> Read(RunId id, int after)
    {
        try
        {
            return store.EventsAfter(id, after, int.MaxValue);
        }
        catch (StoreAwayException)
        {
            return [];
        }
    }
}
