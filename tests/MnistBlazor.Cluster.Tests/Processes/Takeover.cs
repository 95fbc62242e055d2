using System.Globalization;

namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>How long it took until a run went on: shown by the test runner with <c>-diagnostics</c>.</summary>
internal static class Takeover
{
    /// <param name="known">When the cluster counted the worker as dead.</param>
    /// <param name="next">The run's first event after that.</param>
    public static void Report(string what, DateTimeOffset gone, DateTimeOffset known, SeenEvent next) =>
        TestContext.Current.SendDiagnosticMessage(
            $"Worker {what}: known after {Text(known - gone)}, next event after {Text(next.At - gone)}, "
            + $"seen after {Text(next.Came - gone)}");

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
