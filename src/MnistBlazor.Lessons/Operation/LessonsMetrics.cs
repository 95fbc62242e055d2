using System.Diagnostics.Metrics;

namespace MnistBlazor.Lessons.Operation;

/// <summary>Numbers of notebooks and predictions for the operator, under the meter <see cref="MeterName"/>.</summary>
public sealed class LessonsMetrics
{
    public const string MeterName = "MnistBlazor.Lessons";

    private readonly Meter _meter;
    private readonly Histogram<double> _predicting;

    /// <param name="meters">The app's own: by it its meter is told from that of another app in the same process.</param>
    public LessonsMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _predicting = _meter.CreateHistogram(
            "mnistblazor.reading.duration", "s", "Time from a drawing's arrival to its reading.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] });
    }

    internal void Predicted(TimeSpan time) => _predicting.Record(time.TotalSeconds);

    /// <summary>Adds a number that is asked for when somebody looks.</summary>
    public void Observe<T>(string name, string unit, string description, Func<T> value) where T : struct =>
        _meter.CreateObservableGauge(name, value, unit, description);
}
