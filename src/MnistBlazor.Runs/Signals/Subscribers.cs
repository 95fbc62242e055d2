using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace MnistBlazor.Runs.Signals;

/// <summary>
/// Who wants to know that something about a key has changed. A signal carries no data: whoever gets it reads what it needs, and
/// several changes may come as one signal. Thread-safe; no signal is given under a lock.
/// </summary>
public sealed class Subscribers<TKey> where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, ImmutableArray<Entry>> _entries = new();

    public int Count => _entries.Values.Sum(list => list.Length);

    public bool Any(TKey key) => _entries.ContainsKey(key);

    /// <param name="signal">
    /// Returns at once and does not throw, as <see cref="Subscription.Signal"/> does: it is called on the thread that raises.
    /// </param>
    /// <returns>To be disposed when the signals are not wanted any more.</returns>
    public IDisposable Add(TKey key, Action signal)
    {
        var entry = new Entry(this, key, signal);
        _entries.AddOrUpdate(key, _ => [entry], (_, list) => list.Add(entry));
        return entry;
    }

    public void Raise(TKey key)
    {
        if (!_entries.TryGetValue(key, out var list)) return;
        foreach (var entry in list) entry.Signal();
    }

    /// <summary>Signals everyone, whatever the key.</summary>
    public void RaiseAll()
    {
        foreach (var key in _entries.Keys) Raise(key);
    }

    private void Remove(Entry entry)
    {
        while (_entries.TryGetValue(entry.Key, out var list))
        {
            var rest = list.Remove(entry);
            var removed = rest.IsEmpty
                ? _entries.TryRemove(KeyValuePair.Create(entry.Key, list))
                : _entries.TryUpdate(entry.Key, rest, list);
            if (removed) return;
        }
    }

    private sealed class Entry(Subscribers<TKey> subscribers, TKey key, Action signal) : IDisposable
    {
        private int _disposed;

        public TKey Key => key;

        public void Signal()
        {
            if (Volatile.Read(ref _disposed) == 0) signal();
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) subscribers.Remove(this);
        }
    }
}
