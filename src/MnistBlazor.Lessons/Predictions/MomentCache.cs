using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>
/// Networks as they were at moments of their training, ready to read: the most recently used, within a number of bytes; the newest
/// stays whatever it takes. For one thread.
/// </summary>
internal sealed class MomentCache(long maxBytes) : IDisposable
{
    private readonly LinkedList<Entry> _recent = [];
    private readonly Dictionary<(RunId, int), LinkedListNode<Entry>> _known = [];

    public long Bytes { get; private set; }

    public Predictor? Find(RunId run, int step)
    {
        if (!_known.TryGetValue((run, step), out var known)) return null;
        _recent.Remove(known);
        _recent.AddFirst(known);
        return known.Value.Network;
    }

    /// <exception cref="FormatException">The weights are damaged or those of another network.</exception>
    public Predictor Add(RunId run, int step, TrainedModel model)
    {
        var entry = new Entry((run, step), new Predictor(model), model.Weights.LongLength);
        while (_recent.Last is { } last && Bytes + entry.Bytes > maxBytes) Remove(last);
        _known[entry.Key] = _recent.AddFirst(entry);
        Bytes += entry.Bytes;
        return entry.Network;
    }

    public void Dispose()
    {
        while (_recent.Last is { } last) Remove(last);
    }

    private void Remove(LinkedListNode<Entry> entry)
    {
        _recent.Remove(entry);
        _known.Remove(entry.Value.Key);
        Bytes -= entry.Value.Bytes;
        entry.Value.Network.Dispose();
    }

    private sealed record Entry((RunId, int) Key, Predictor Network, long Bytes);
}
