using System.Globalization;
using System.Text;

namespace MnistBlazor.Web.Hosting.Metrics;

/// <summary>
/// Prometheus' text format, version 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/. Names follow its rules as
/// well: the unit in words, <c>_total</c> for what only grows.
/// </summary>
public static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            var name = Name(family);
            text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(family.Help)).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
            foreach (var series in family.Series)
            {
                if (series.Buckets is { } buckets) WriteHistogram(text, name, series, buckets);
                else WriteSample(text, name, series.Labels, series.Value);
            }
        }
        return text.ToString();
    }

    private static void WriteHistogram(StringBuilder text, string name, MetricSeries series, IReadOnlyList<MetricBucket> buckets)
    {
        foreach (var bucket in buckets)
            WriteSample(text, name + "_bucket", [.. series.Labels, new("le", Number(bucket.UpperBound))], bucket.Count);
        WriteSample(text, name + "_sum", series.Labels, series.Value);
        WriteSample(text, name + "_count", series.Labels, buckets[^1].Count);
    }

    private static void WriteSample(StringBuilder text, string name, IReadOnlyList<KeyValuePair<string, string>> labels, double value)
    {
        text.Append(name);
        if (labels.Count > 0)
            text.Append('{').AppendJoin(',', labels.Select(label => $"{Word(label.Key)}=\"{Escaped(label.Value).Replace("\"", "\\\"")}\"")).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Name(MetricFamily family)
    {
        var unit = family.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return Word(family.Name) + unit + (family.Kind == MetricKind.Counter ? "_total" : "");
    }

    private static string Word(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escaped(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n");

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
