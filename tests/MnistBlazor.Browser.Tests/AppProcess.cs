using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MnistBlazor.Browser.Tests;

/// <summary>The published app, started as a person starts it: a process of its own, on a port that is free, with a data directory of its own or a given one.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(AppFixture.PatienceMilliseconds);
    private const int Interrupt = 2, Terminate = 15; // SIGINT: what Ctrl+C sends; SIGTERM: what a service manager does

    private readonly Process process;
    private readonly DirectoryInfo? ownData;
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> output = new();
    private readonly SemaphoreSlim heard = new(0);
    private int errorsTaken;

    private AppProcess(DirectoryInfo data, bool ownsData, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ownData = ownsData ? data : null;
        process = new Process
        {
            StartInfo = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "app", "MnistBlazor.Web.dll"), "--urls", "http://127.0.0.1:0", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = data.FullName,
                Environment =
                {
                    ["MnistBlazor__DataDirectory"] = data.FullName,
                    // Longer than any test: who waits in line stays there.
                    ["MnistBlazor__RunSlice"] = "00:10:00",
                    ["Logging__Console__FormatterName"] = "simple",
                    ["Logging__Console__FormatterOptions__SingleLine"] = "true",
                    ["OMP_DISPLAY_ENV"] = "true",
                },
            },
            EnableRaisingEvents = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) process.StartInfo.Environment[name] = value;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The app ended before it listened:\n{Output}"));
    }

    public int Id => process.Id;

    /// <summary>What opens the teacher's page.</summary>
    public string TeachersToken
    {
        get
        {
            // The command knows where it is: in the data directory, or in the database of a cluster.
            var app = process.StartInfo;
            var command = new ProcessStartInfo("dotnet", [app.ArgumentList[0], "token", "teacher", .. app.ArgumentList.Skip(1)])
            {
                RedirectStandardOutput = true,
            };
            foreach (var (name, value) in app.Environment) command.Environment[name] = value;
            using var asked = Process.Start(command)!;
            var said = asked.StandardOutput.ReadToEnd();
            asked.WaitForExit();
            return said.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        }
    }

    /// <summary>Where the app listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What the app has printed.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>The errors that the app has logged since this was last asked.</summary>
    public IReadOnlyList<string> TakeErrors()
    {
        var lines = output.ToArray();
        var from = Interlocked.Exchange(ref errorsTaken, lines.Length);
        return [.. lines.Skip(from).Where(line =>
            line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))];
    }

    /// <summary>Waits until so many lines with this text are printed since errors were last taken: what is printed comes later than what it tells of.</summary>
    public async Task UntilPrintedAsync(string text, int times)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (output.Skip(errorsTaken).Count(line => line.Contains(text, StringComparison.Ordinal)) < times) await heard.WaitAsync(limit.Token);
    }

    public static Task<AppProcess> StartAsync(params string[] arguments) =>
        StartAsync(new AppProcess(Directory.CreateTempSubdirectory("mnistblazor-browser-"), ownsData: true, arguments));

    /// <summary>Starts the app where another has left off. The data directory stays when this one ends.</summary>
    public static Task<AppProcess> ContinueAsync(DirectoryInfo data, params string[] arguments) =>
        StartAsync(new AppProcess(data, ownsData: false, arguments));

    /// <summary>The same with more in its environment.</summary>
    public static Task<AppProcess> ContinueAsync(DirectoryInfo data, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartAsync(new AppProcess(data, ownsData: false, arguments, environment));

    private static async Task<AppProcess> StartAsync(AppProcess app)
    {
        app.process.Start();
        app.process.BeginOutputReadLine();
        app.process.BeginErrorReadLine();
        app.Address = await app.listening.Task.WaitAsync(Patience);
        using var http = new HttpClient { BaseAddress = app.Address };
        using var health = await http.GetAsync("/healthz");
        Assert.True(health.IsSuccessStatusCode, $"/healthz answers {health.StatusCode}:\n{app.Output}");
        return app;
    }

    /// <summary>Ctrl+C.</summary>
    /// <returns>The exit code, once the app has ended.</returns>
    public Task<int> InterruptAsync() => StopAsync(Interrupt);

    /// <summary>SIGTERM, and what whoever has no patience sends after it.</summary>
    /// <returns>The exit code, once the app has ended.</returns>
    public Task<int> TerminateAsync(bool impatiently) => StopAsync(impatiently ? [Terminate, Terminate, Interrupt] : [Terminate]);

    private async Task<int> StopAsync(params int[] signals)
    {
        foreach (var signal in signals)
            if (!process.HasExited) Kill(process.Id, signal);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>SIGKILL: the app has no chance to do anything more. Returns once it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await InterruptAsync();
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            process.Dispose();
            ownData?.Delete(recursive: true);
        }
    }

    private void Hear(string? line)
    {
        const string announcement = "Now listening on: ";
        if (line is null) return;
        output.Enqueue(line);
        heard.Release();
        var start = line.IndexOf(announcement, StringComparison.Ordinal);
        if (start >= 0) listening.TrySetResult(new Uri(line[(start + announcement.Length)..].Trim()));
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
