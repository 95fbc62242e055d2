using System.Diagnostics.Metrics;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Operation;

/// <summary>Numbers for the operator, under the meter <see cref="MeterName"/>.</summary>
public sealed class RunsMetrics
{
    public const string MeterName = "MnistBlazor.Runs";

    private readonly Meter _meter;
    private readonly Counter<long> _steps, _storeFailures;
    private readonly Counter<int> _ended;
    private readonly Histogram<double> _waiting, _flush;

    /// <param name="meters">The app's own: by it its meter is told from that of another app in the same process.</param>
    public RunsMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _steps = _meter.CreateCounter<long>("mnistblazor.training.steps", "{batch}", "Batches trained.");
        _ended = _meter.CreateCounter<int>("mnistblazor.runs.ended", "{run}", "Runs that ended, by how.");
        _waiting = Histogram("mnistblazor.queue.wait", "Time that runs waited in the queue.", 0.1, 1, 5, 15, 60, 300, 900, 3600);
        _flush = Histogram(
            "mnistblazor.store.flush.duration", "Time to store what is new of one run.", 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5);
        _storeFailures = _meter.CreateCounter<long>("mnistblazor.store.failures", "{attempt}", "Attempts to write the store that failed.");
    }

    /// <summary>Shows what has not happened yet as 0, so that the first time counts as a change.</summary>
    public void Begin(IEnumerable<string> devices)
    {
        foreach (var device in devices) _steps.Add(0, Device(device));
        foreach (var status in (RunStatus[])[RunStatus.Completed, RunStatus.Stopped, RunStatus.Failed]) _ended.Add(0, Status(status));
        _storeFailures.Add(0);
    }

    public void Trained(string device) => _steps.Add(1, Device(device));

    public void Ended(RunStatus status) => _ended.Add(1, Status(status));

    public void Waited(TimeSpan time) => _waiting.Record(time.TotalSeconds);

    public void Flushed(TimeSpan time) => _flush.Record(time.TotalSeconds);

    public void StoreFailed() => _storeFailures.Add(1);

    /// <summary>Adds a number that is asked for when somebody looks.</summary>
    public void Observe<T>(string name, string unit, string description, Func<T> value) where T : struct =>
        _meter.CreateObservableGauge(name, value, unit, description);

    /// <param name="bounds">Of the buckets, in seconds.</param>
    private Histogram<double> Histogram(string name, string description, params double[] bounds) =>
        _meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    private static KeyValuePair<string, object?> Device(string device) => new("device", device);

    private static KeyValuePair<string, object?> Status(RunStatus status) => new("status", status.ToString().ToLowerInvariant());
}
