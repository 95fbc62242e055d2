using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MnistBlazor.Cluster.Tests.Servers;

/// <summary>A process of these tests alone: on a free port of the loopback, with a folder that is gone afterwards.</summary>
public abstract class ServerProcess : IAsyncDisposable
{
    // Tests of another process begin elsewhere.
    private static int LastPort = Random.Shared.Next(10_000, 30_000);

    private Process? _process;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("mnist-blazor-server-").FullName;

    public int Port { get; } = FreePort();

    public bool IsRunning => _process is { HasExited: false };

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

    /// <summary>Called with each line that the process writes; with null when it has ended.</summary>
    protected virtual void Hear(string? line)
    {
    }

    protected void Launch()
    {
        _process?.Dispose();
        _process = Process.Start(Command())!;
        _process.Exited += (_, _) => Hear(null);
        _process.EnableRaisingEvents = true;
        // Lines that nobody reads would fill the pipe and hold it up.
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <param name="signal">By its number on Linux.</param>
    protected void Send(int signal)
    {
        if (IsRunning) SendSignal(_process!.Id, signal);
    }

    protected Task WaitForExitAsync(CancellationToken cancellation) => _process!.WaitForExitAsync(cancellation);

    protected static ProcessStartInfo Quietly(string program, params IEnumerable<string> arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true, RedirectStandardError = true,
    };

    /// <summary>
    /// Free, and given to nobody else: one that the system picks it may pick again once the asker has let go of it, also for somebody's
    /// connection. It picks above 32767.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref LastPort);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next.
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
