using System.Collections.Concurrent;
using System.Collections.Immutable;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Signals;

/// <summary>Who listens to runs, one by one or to all of a learner.</summary>
internal sealed class RunSignals
{
    public Signals<RunId> Runs { get; } = new();

    public Signals<LearnerId> Learners { get; } = new();
}

/// <summary>
/// Who wants to know that something about a key has changed. A signal carries no data: whoever gets it reads what it needs, and
/// several changes may come as one signal. Thread-safe; no signal is given under a lock.
/// </summary>
internal sealed class Signals<TKey> where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, ImmutableArray<Subscription>> _subscriptions = new();

    public int Count => _subscriptions.Values.Sum(list => list.Length);

    public IDisposable Subscribe(TKey key, Action signal)
    {
        var subscription = new Subscription(this, key, signal);
        _subscriptions.AddOrUpdate(key, _ => [subscription], (_, list) => list.Add(subscription));
        return subscription;
    }

    /// <exception cref="AggregateException">Some who listen have thrown; all have been told.</exception>
    public void Raise(TKey key)
    {
        if (!_subscriptions.TryGetValue(key, out var list)) return;
        List<Exception>? failures = null;
        foreach (var subscription in list)
        {
            try
            {
                subscription.Signal();
            }
            catch (Exception exception)
            {
                (failures ??= []).Add(exception);
            }
        }
        if (failures is not null) throw new AggregateException(failures);
    }

    private void Remove(Subscription subscription)
    {
        var key = subscription.Key;
        while (_subscriptions.TryGetValue(key, out var list))
        {
            var rest = list.Remove(subscription);
            var removed = rest.IsEmpty
                ? _subscriptions.TryRemove(KeyValuePair.Create(key, list))
                : _subscriptions.TryUpdate(key, rest, list);
            if (removed) return;
        }
    }

    private sealed class Subscription(Signals<TKey> signals, TKey key, Action signal) : IDisposable
    {
        private int _disposed;

        public TKey Key => key;

        public void Signal()
        {
            if (Volatile.Read(ref _disposed) == 0) signal();
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) signals.Remove(this);
        }
    }
}
