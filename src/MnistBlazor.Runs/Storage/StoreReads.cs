using System.Collections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// What people are shown of the store. A database that several processes share may be away for a while: until it is back they see what was
/// read last, and <see cref="StoreHealth.IsAway"/> says so. Thread-safe.
/// </summary>
internal sealed class StoreReads(
    IDbContextFactory<MnistBlazorContext> contexts, IStoreDialect dialect, StoreHealth health, TimeProvider time) : IDisposable
{
    /// <summary>While the database is away, it is asked this often; whoever else reads does not wait for it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const int RowsRemembered = 50_000;

    private readonly MemoryCache _last = new(new MemoryCacheOptions { SizeLimit = RowsRemembered });
    private long _asked;

    /// <param name="key">What is read, the same for the same; null: not to be remembered.</param>
    /// <exception cref="StoreAwayException">The database is away, and it was not read before.</exception>
    public T Read<T>(object? key, Func<MnistBlazorContext, T> query)
    {
        if (!dialect.IsShared) return Ask(query);
        if (health.IsAway && !MayAsk()) return Last<T>(key, null);
        try
        {
            var read = Ask(query);
            health.Answers();
            if (key is not null) Remember(key, read);
            return read;
        }
        catch (Exception away) when (dialect.IsUnavailable(away))
        {
            Interlocked.Exchange(ref _asked, time.GetTimestamp());
            health.GoesAway();
            return Last<T>(key, away);
        }
    }

    public void Dispose() => _last.Dispose();

    private T Ask<T>(Func<MnistBlazorContext, T> query)
    {
        using var context = contexts.CreateDbContext();
        return query(context);
    }

    // One of those that come after a pause.
    private bool MayAsk()
    {
        var asked = Volatile.Read(ref _asked);
        return time.GetElapsedTime(asked) >= Pause && Interlocked.CompareExchange(ref _asked, time.GetTimestamp(), asked) == asked;
    }

    private T Last<T>(object? key, Exception? away) =>
        key is not null && _last.TryGetValue(key, out T? last) ? last! : throw new StoreAwayException(away);

    private void Remember<T>(object key, T read) =>
        _last.Set(key, read, new MemoryCacheEntryOptions { Size = 1 + ((read as ICollection)?.Count ?? 0) });
}
