using System.Diagnostics;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>Passes on at most ten reports a second: each is drawn by every page that shows the notebook. Thread-safe.</summary>
public sealed class CellProgressReport(Action<CellProgress> report) : IProgress<LoadProgress>, IProgress<double>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _last;

    public void Report(LoadProgress load) => Report(() => new CellProgress(
        new Message("data." + load.Stage, load.File ?? "", $"{load.Bytes}", load.TotalBytes is { } total ? $"{total}" : ""),
        load.TotalBytes is > 0 ? Math.Min(1, (double)load.Bytes / load.TotalBytes.Value) : null));

    public void Report(double fraction) => Report(() => new CellProgress(new Message("evaluation.testing"), fraction));

    public void Report(Message message, double fraction) => Report(() => new CellProgress(message, fraction));

    private void Report(Func<CellProgress> progress)
    {
        var now = Stopwatch.GetTimestamp();
        var last = Interlocked.Read(ref _last);
        if (last != 0 && Stopwatch.GetElapsedTime(last, now) < Interval) return;
        if (Interlocked.CompareExchange(ref _last, now, last) == last) report(progress());
    }
}
