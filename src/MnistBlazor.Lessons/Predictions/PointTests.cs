using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>How test images were read at moments of runs: the newest results, within a number of counts. Thread-safe.</summary>
internal sealed class PointTests
{
    /// <summary>8 MB: of ten classes, some hundred runs at all of their moments.</summary>
    private const int MostCounts = 2 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<(RunId, int), PointTest> _known = [];
    private readonly Queue<(RunId, int)> _order = [];
    private long _counts;

    public PointTest? Find(RunId run, int step)
    {
        lock (_gate) return _known.GetValueOrDefault((run, step));
    }

    public void Add(RunId run, int step, PointTest test)
    {
        lock (_gate)
        {
            if (!_known.TryAdd((run, step), test)) return;
            _order.Enqueue((run, step));
            _counts += CountsOf(test);
            while (_counts > MostCounts && _known.Remove(_order.Dequeue(), out var oldest)) _counts -= CountsOf(oldest);
        }
    }

    private static long CountsOf(PointTest test) => test.Confusion.Sum(row => (long)row.Length);
}
