using System.Globalization;
using MnistBlazor.Web.Hosting.Metrics;

namespace MnistBlazor.Web.Tests.Hosting.Metrics;

/// <summary>The text, to the character: Prometheus refuses a whole page for one wrong line.</summary>
public sealed class PrometheusTextTests
{
    [Fact]
    public void A_counter_says_what_it_counts_and_has_a_line_for_each_combination_of_labels()
    {
        var family = new MetricFamily("app.steps", MetricKind.Counter, "{batch}", "Batches trained.",
            [new([new("device", "cpu")], 12), new([new("device", "cuda:0"), new("kind", "cnn")], 0)]);

        Assert.Equal(
            """
            # HELP app_steps_total Batches trained.
            # TYPE app_steps_total counter
            app_steps_total{device="cpu"} 12
            app_steps_total{device="cuda:0",kind="cnn"} 0

            """,
            PrometheusText.Write([family]));
    }

    [Fact]
    public void A_histogram_has_its_buckets_its_sum_and_its_count()
    {
        var family = new MetricFamily("app.wait", MetricKind.Histogram, "s", "Time.",
            [new([new("lane", "a")], 61.5, [new(0.1, 1), new(5, 3), new(double.PositiveInfinity, 4)])]);

        Assert.Equal(
            """
            # HELP app_wait_seconds Time.
            # TYPE app_wait_seconds histogram
            app_wait_seconds_bucket{lane="a",le="0.1"} 1
            app_wait_seconds_bucket{lane="a",le="5"} 3
            app_wait_seconds_bucket{lane="a",le="+Inf"} 4
            app_wait_seconds_sum{lane="a"} 61.5
            app_wait_seconds_count{lane="a"} 4

            """,
            PrometheusText.Write([family]));
    }

    [Fact]
    public void What_was_never_measured_is_named_all_the_same() =>
        Assert.Equal(
            "# HELP memory_bytes In use.\n# TYPE memory_bytes gauge\n",
            PrometheusText.Write([new("memory", MetricKind.Gauge, "By", "In use.", [])]));

    [Fact]
    public void Quotes_backslashes_and_line_ends_are_escaped()
    {
        var family = new MetricFamily("a", MetricKind.Gauge, null, "C:\\ \"x\"\nnext", [new([new("na-me", "C:\\ \"x\"\nnext")], 1)]);

        Assert.Equal(
            """
            # HELP a C:\\ "x"\nnext
            # TYPE a gauge
            a{na_me="C:\\ \"x\"\nnext"} 1

            """,
            PrometheusText.Write([family]));
    }

    [Theory]
    [InlineData(0.25, "0.25")]
    [InlineData(-1234567.5, "-1234567.5")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void Numbers_are_written_as_Prometheus_reads_them_whatever_the_language(double value, string written)
    {
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");

        Assert.EndsWith($"a {written}\n", PrometheusText.Write([new("a", MetricKind.Gauge, null, "", [new([], value)])]));
    }
}
