namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>How long it took until a run went on: shown by the test runner with <c>-diagnostics</c>.</summary>
internal static class Takeover
{
    /// <param name="known">When the cluster counted the worker as dead.</param>
    /// <param name="next">The run's first event after that.</param>
    public static void Report(string what, DateTimeOffset gone, DateTimeOffset known, SeenEvent next) =>
        TestContext.Current.SendDiagnosticMessage(FormattableString.Invariant(
            $"Worker {what}: known after {(known - gone).TotalSeconds:0.0} s, next event after {(next.At - gone).TotalSeconds:0.0} s, "
            + $"seen after {(next.Came - gone).TotalSeconds:0.0} s"));
}
