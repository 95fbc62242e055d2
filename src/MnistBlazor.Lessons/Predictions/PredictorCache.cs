using MnistBlazor.ML.Inference;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>Networks ready to read, the most recently used; each is replaced when its run has newer weights. For one thread.</summary>
internal sealed class PredictorCache(int capacity) : IDisposable
{
    private readonly LinkedList<Entry> _recent = [];
    private readonly Dictionary<RunId, LinkedListNode<Entry>> _byRun = [];

    public int Count => _recent.Count;

    /// <summary>Null: the run has no weights yet.</summary>
    public Predictor? Get(RunId run, WeightSource weights)
    {
        if (_byRun.TryGetValue(run, out var known))
        {
            if (known.Value.Version == weights.Version)
            {
                _recent.Remove(known);
                _recent.AddFirst(known);
                return known.Value.Predictor;
            }
            Remove(known);
        }
        if (weights.Load() is not { } model) return null;
        while (_recent.Count >= capacity) Remove(_recent.Last!);
        var entry = _recent.AddFirst(new Entry(run, weights.Version, new Predictor(model)));
        _byRun[run] = entry;
        return entry.Value.Predictor;
    }

    public void Dispose()
    {
        while (_recent.Last is { } last) Remove(last);
    }

    private void Remove(LinkedListNode<Entry> entry)
    {
        _recent.Remove(entry);
        _byRun.Remove(entry.Value.Run);
        entry.Value.Predictor.Dispose();
    }

    private sealed record Entry(RunId Run, int Version, Predictor Predictor);
}
