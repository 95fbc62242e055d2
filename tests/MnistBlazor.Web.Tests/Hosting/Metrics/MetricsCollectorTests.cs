using System.Diagnostics.Metrics;
using MnistBlazor.Web.Hosting.Metrics;

namespace MnistBlazor.Web.Tests.Hosting.Metrics;

public sealed class MetricsCollectorTests : IDisposable
{
    private readonly Meter _meter = new("test");
    private readonly MetricsCollector _collector;

    public MetricsCollectorTests() => _collector = new("app.", instrument => instrument.Meter == _meter);

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_adds_up_by_label()
    {
        var counter = _meter.CreateCounter<long>("steps", "{batch}", "Batches.");
        counter.Add(2, Label("device", "cpu"));
        counter.Add(5, Label("device", "cuda:0"));
        counter.Add(3, Label("device", "cpu"));

        var family = Assert.Single(_collector.Collect());

        Assert.Equal(("app.steps", MetricKind.Counter, "{batch}", "Batches."), (family.Name, family.Kind, family.Unit, family.Help));
        Assert.Equal([("cpu", 5.0), ("cuda:0", 5.0)], family.Series.Select(series => (series.Labels.Single().Value, series.Value)));
    }

    [Fact]
    public void A_gauge_shows_what_it_is_when_asked()
    {
        var length = 3;
        _meter.CreateObservableGauge("length", () => length);
        _collector.Collect();
        length = 2;

        Assert.Equal(2, Assert.Single(Assert.Single(_collector.Collect()).Series).Value);
    }

    [Fact]
    public void A_histogram_counts_what_is_up_to_each_of_its_bounds()
    {
        var histogram = _meter.CreateHistogram("wait", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var seconds in (double[])[0.05, 0.1, 0.5, 7]) histogram.Record(seconds);

        var series = Assert.Single(Assert.Single(_collector.Collect()).Series);

        Assert.Equal([new(0.1, 2), new(1, 3), new(double.PositiveInfinity, 4)], series.Buckets);
        Assert.Equal(7.65, series.Value, 1e-9);
    }

    [Fact]
    public void Other_meters_are_left_out()
    {
        using var other = new Meter("test");
        other.CreateCounter<int>("steps").Add(1);

        Assert.Empty(_collector.Collect());
    }

    [Fact]
    public void Nothing_is_missed_when_many_threads_report_at_once()
    {
        var counter = _meter.CreateCounter<int>("steps");
        Parallel.For(0, 10_000, _ => counter.Add(1));

        Assert.Equal(10_000, Assert.Single(Assert.Single(_collector.Collect()).Series).Value);
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);
}
