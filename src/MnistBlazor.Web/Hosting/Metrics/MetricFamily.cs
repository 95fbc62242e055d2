namespace MnistBlazor.Web.Hosting.Metrics;

public enum MetricKind { Counter, Gauge, Histogram }

/// <summary>One thing that is measured, as it stands at a moment.</summary>
/// <param name="Name">Words separated by dots, without unit: <c>mnistblazor.queue.wait</c>.</param>
/// <param name="Unit">As the code of units UCUM has it: <c>s</c>, <c>By</c>; in braces, or null: it counts things.</param>
/// <param name="Series">One for each combination of labels that there has been.</param>
public sealed record MetricFamily(string Name, MetricKind Kind, string? Unit, string Help, IReadOnlyList<MetricSeries> Series);

/// <param name="Value">Of a histogram: the sum of what was measured.</param>
/// <param name="Buckets">Of a histogram alone: ascending, the last without bound.</param>
public sealed record MetricSeries(IReadOnlyList<KeyValuePair<string, string>> Labels, double Value, IReadOnlyList<MetricBucket>? Buckets = null);

/// <param name="Count">Measurements up to the bound, those of the buckets below included.</param>
public readonly record struct MetricBucket(double UpperBound, long Count);
