using System.Diagnostics;

namespace MnistBlazor.Web.Hosting.Metrics;

/// <summary>What any process has to tell, under the names that Prometheus' own clients use.</summary>
public static class ProcessMetrics
{
    public static IReadOnlyList<MetricFamily> Read()
    {
        using var process = Process.GetCurrentProcess();
        return
        [
            One("process.cpu", MetricKind.Counter, "s", "Processor time used, in seconds.", Environment.CpuUsage.TotalTime.TotalSeconds),
            One("process.resident_memory", MetricKind.Gauge, "By", "Memory in use, in bytes.", process.WorkingSet64),
            One("process.start_time", MetricKind.Gauge, "s", "When the process started, in seconds since 1970.",
                new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0),
        ];
    }

    private static MetricFamily One(string name, MetricKind kind, string unit, string help, double value) =>
        new(name, kind, unit, help, [new([], value)]);
}
