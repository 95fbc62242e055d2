using System.Diagnostics.Metrics;
using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Notebook;

/// <summary>Numbers for the operator, under the meter <see cref="MeterName"/>.</summary>
public sealed class NotebookMetrics : IDisposable
{
    public const string MeterName = "MnistBlazor.Notebook";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _steps, _storeFailures;
    private readonly Counter<int> _ended;
    private readonly Histogram<double> _waiting, _reading, _flush;

    public NotebookMetrics()
    {
        _steps = _meter.CreateCounter<long>("training.steps", "{batch}", "Batches trained.");
        _ended = _meter.CreateCounter<int>("runs.ended", "{run}", "Runs that ended, by how.");
        _waiting = _meter.CreateHistogram<double>("queue.wait", "s", "Time that runs waited in the queue.");
        _reading = _meter.CreateHistogram<double>("reading.duration", "s", "Time from a drawing's arrival to its reading.");
        _flush = _meter.CreateHistogram<double>("store.flush.duration", "s", "Time to store what is new of one run.");
        _storeFailures = _meter.CreateCounter<long>("store.failures", "{attempt}", "Attempts to write the store that failed.");
    }

    /// <summary>Tells this app's instruments from those of another in the same process.</summary>
    internal bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    internal void Trained(string device) => _steps.Add(1, KeyValuePair.Create<string, object?>("device", device));

    internal void Ended(RunStatus status) => _ended.Add(1, KeyValuePair.Create<string, object?>("status", status.ToString().ToLowerInvariant()));

    internal void Waited(TimeSpan time) => _waiting.Record(time.TotalSeconds);

    internal void Read(TimeSpan time) => _reading.Record(time.TotalSeconds);

    internal void Flushed(TimeSpan time) => _flush.Record(time.TotalSeconds);

    internal void StoreFailed() => _storeFailures.Add(1);

    /// <summary>Adds a number that is asked for when somebody looks.</summary>
    internal void Observe<T>(string name, string unit, string description, Func<T> value) where T : struct =>
        _meter.CreateObservableGauge(name, value, unit, description);

    public void Dispose() => _meter.Dispose();
}
