using System.Diagnostics.Metrics;

namespace MnistBlazor.Web.Hosting.Metrics;

/// <summary>
/// Adds up what instruments report from the moment it is made, and shows how things stand when asked. Thread-safe: instruments
/// report from any thread, for the length of an addition.
/// </summary>
public sealed class MetricsCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _prefix;
    private readonly Lock _gate = new();
    private readonly List<Measured> _measured = [];

    /// <param name="prefix">Goes before each instrument's name.</param>
    /// <param name="wanted">Tells this app's instruments from whatever else there is in the process.</param>
    public MetricsCollector(string prefix, Func<Instrument, bool> wanted)
    {
        _prefix = prefix;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!wanted(instrument)) return;
            var measured = new Measured(instrument);
            lock (_gate) _measured.Add(measured);
            listener.EnableMeasurementEvents(instrument, measured);
        };
        _listener.SetMeasurementEventCallback<int>((_, value, labels, measured) => Add(measured, value, labels));
        _listener.SetMeasurementEventCallback<long>((_, value, labels, measured) => Add(measured, value, labels));
        _listener.SetMeasurementEventCallback<double>((_, value, labels, measured) => Add(measured, value, labels));
        _listener.Start();
    }

    /// <summary>Everything as it stands, by name.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        _listener.RecordObservableInstruments();
        lock (_gate) return [.. _measured.Select(measured => measured.Read(_prefix)).OrderBy(family => family.Name, StringComparer.Ordinal)];
    }

    public void Dispose() => _listener.Dispose();

    private void Add(object? measured, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_gate) ((Measured)measured!).Add(value, labels);
    }

    /// <summary>What one instrument has reported.</summary>
    private sealed class Measured(Instrument instrument)
    {
        private readonly List<Series> _series = [];
        private readonly double[] _bounds = [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? []];

        private MetricKind Kind => instrument switch
        {
            Histogram<double> => MetricKind.Histogram,
            _ when instrument.IsObservable => MetricKind.Gauge,
            _ => MetricKind.Counter,
        };

        public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
        {
            var series = Find(labels);
            series.Value = Kind == MetricKind.Gauge ? value : series.Value + value;
            if (Kind == MetricKind.Histogram) series.Counts[Array.FindIndex(_bounds, bound => value <= bound) is var bucket and >= 0 ? bucket : ^1]++;
        }

        public MetricFamily Read(string prefix) => new(
            prefix + instrument.Name, Kind, instrument.Unit, instrument.Description ?? "",
            [.. _series.Select(series => new MetricSeries(series.Labels, series.Value, Kind == MetricKind.Histogram ? Buckets(series) : null))]);

        private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> labels)
        {
            foreach (var known in _series)
            {
                if (known.Is(labels)) return known;
            }
            var series = new Series([.. labels.ToArray().Select(label => KeyValuePair.Create(label.Key, label.Value?.ToString() ?? ""))], new long[_bounds.Length + 1]);
            _series.Add(series);
            return series;
        }

        private List<MetricBucket> Buckets(Series series)
        {
            var buckets = new List<MetricBucket>();
            long count = 0;
            for (var i = 0; i < series.Counts.Length; i++)
                buckets.Add(new(i < _bounds.Length ? _bounds[i] : double.PositiveInfinity, count += series.Counts[i]));
            return buckets;
        }
    }

    private sealed record Series(KeyValuePair<string, string>[] Labels, long[] Counts)
    {
        public double Value { get; set; }

        public bool Is(ReadOnlySpan<KeyValuePair<string, object?>> labels)
        {
            if (labels.Length != Labels.Length) return false;
            for (var i = 0; i < labels.Length; i++)
            {
                if (labels[i].Key != Labels[i].Key || (labels[i].Value?.ToString() ?? "") != Labels[i].Value) return false;
            }
            return true;
        }
    }
}
