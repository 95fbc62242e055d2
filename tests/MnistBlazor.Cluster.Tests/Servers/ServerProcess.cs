using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MnistBlazor.Cluster.Tests.Servers;

/// <summary>A server of these tests alone: on a free port of the loopback, with a folder that is gone afterwards.</summary>
public abstract class ServerProcess : IAsyncDisposable
{
    private Process? _process;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("mnist-blazor-server-").FullName;

    public int Port { get; } = FreePort();

    public void Start()
    {
        _process = Process.Start(Command())!;
        // Its lines would fill the pipe and hold it up.
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        WaitUntilItAnswers();
    }

    /// <summary>As a power cut does.</summary>
    public void Kill()
    {
        if (_process is not { HasExited: false }) return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _process?.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected abstract ProcessStartInfo Command();

    /// <summary>A command of the shell that succeeds once the server answers.</summary>
    protected abstract string Question { get; }

    private void WaitUntilItAnswers()
    {
        using var asked = Process.Start(Quietly(
            "/bin/sh", "-c", $"for i in $(seq 300); do {Question} && exit 0; sleep 0.1; done; exit 1"))!;
        asked.WaitForExit();
        if (asked.ExitCode != 0) throw new InvalidOperationException($"{GetType().Name} did not start within half a minute.");
    }

    protected static ProcessStartInfo Quietly(string program, params IEnumerable<string> arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true, RedirectStandardError = true,
    };

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
