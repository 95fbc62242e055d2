using System.Diagnostics;

namespace MnistBlazor.Cluster.Tests.Servers;

/// <summary>A server of Debian's packages.</summary>
public abstract class DebianServer : ServerProcess
{
    /// <summary>Returns once it answers.</summary>
    public void Start()
    {
        Launch();
        using var asked = Process.Start(Quietly(
            "/bin/sh", "-c", $"for i in $(seq 300); do {Question} && exit 0; sleep 0.1; done; exit 1"))!;
        asked.WaitForExit();
        if (asked.ExitCode != 0) throw new InvalidOperationException($"{GetType().Name} did not start within half a minute.");
    }

    /// <summary>A command of the shell that succeeds once the server answers.</summary>
    protected abstract string Question { get; }
}
