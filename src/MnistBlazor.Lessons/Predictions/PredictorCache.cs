using MnistBlazor.ML.Inference;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>Networks ready to read drawings.</summary>
internal sealed class PredictorCache(int capacity) : NetworkCache<Predictor>(capacity, model => new(model));

/// <summary>Networks ready to be used, the most recently used; each is replaced when its run has newer weights. For one thread.</summary>
/// <param name="open">Makes one ready.</param>
internal class NetworkCache<T>(int capacity, Func<TrainedModel, T> open) : IDisposable where T : class, IDisposable
{
    private readonly LinkedList<Entry> _recent = [];
    private readonly Dictionary<RunId, LinkedListNode<Entry>> _byRun = [];

    public int Count => _recent.Count;

    /// <summary>Null: the run has no weights yet.</summary>
    public T? Get(RunId run, WeightSource weights)
    {
        if (_byRun.TryGetValue(run, out var known))
        {
            if (known.Value.Version == weights.Version)
            {
                _recent.Remove(known);
                _recent.AddFirst(known);
                return known.Value.Network;
            }
            Remove(known);
        }
        if (weights.Load() is not { } model) return null;
        while (_recent.Count >= capacity) Remove(_recent.Last!);
        var entry = _recent.AddFirst(new Entry(run, weights.Version, open(model)));
        _byRun[run] = entry;
        return entry.Value.Network;
    }

    public void Dispose()
    {
        while (_recent.Last is { } last) Remove(last);
    }

    private void Remove(LinkedListNode<Entry> entry)
    {
        _recent.Remove(entry);
        _byRun.Remove(entry.Value.Run);
        entry.Value.Network.Dispose();
    }

    private sealed record Entry(RunId Run, int Version, T Network);
}
