using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Diagnostics.NETCore.Client;

namespace MnistBlazor.Bench.Apps;

/// <summary>The published app as a process of its own, on a port that is free, with a data directory that goes with it.</summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly DirectoryInfo _data;
    private readonly bool _ownsData;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(string folder, DirectoryInfo data, bool ownsData, IEnumerable<string> arguments)
    {
        (_data, _ownsData) = (data, ownsData);
        string[] own = [Path.Combine(folder, "MnistBlazor.Web.dll"), "--urls", "http://127.0.0.1:0"];
        _process = new Process
        {
            StartInfo = new("dotnet", [.. own, .. arguments])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = data.FullName,
                Environment = { ["MnistBlazor__DataDirectory"] = data.FullName },
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) =>
        {
            if (Listening().Match(line.Data ?? "") is { Success: true } match) _listening.TrySetResult(new Uri(match.Groups[1].Value));
        };
        _process.ErrorDataReceived += (_, _) => { };
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("The app ended before it listened."));
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>From the start of the process to the first answer of /healthz.</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <summary>What the process holds of the machine's memory, in MB; 0 where that cannot be told.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (double)(1 << 20);
        }
    }

    /// <summary>What the process has taken of the processors, on all of its threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="folder">The published app.</param>
    /// <param name="data">Null: an empty one.</param>
    /// <param name="ownsData">It is deleted in the end.</param>
    /// <param name="arguments">Settings, as a person gives them.</param>
    public static async Task<AppProcess> StartAsync(
        string folder, DirectoryInfo? data = null, bool ownsData = false, params string[] arguments)
    {
        var app = new AppProcess(
            folder, data ?? Directory.CreateTempSubdirectory("mnistblazor-bench-"), ownsData || data is null, arguments);
        var begun = Stopwatch.GetTimestamp();
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        app.Address = await app._listening.Task.WaitAsync(Patience);
        using var http = new HttpClient { BaseAddress = app.Address };
        (await http.GetAsync("/healthz")).EnsureSuccessStatusCode();
        app.StartedIn = Stopwatch.GetElapsedTime(begun);
        return app;
    }

    /// <summary>
    /// Waits for the networks of the first page: they are trained whenever nothing else is, and nothing is to be timed before.
    /// </summary>
    public async Task UntilIdleAsync()
    {
        var models = Path.Combine(_data.FullName, "models");
        using var limit = new CancellationTokenSource(Patience);
        while (!Directory.Exists(models) || Directory.GetFiles(models, "welcome-*.safetensors").Length < 3)
            await Task.Delay(100, limit.Token);
    }

    /// <summary>A figure of /metrics; of series by label, the sum.</summary>
    public async Task<double> MetricAsync(string name)
    {
        using var http = new HttpClient { BaseAddress = Address };
        return Regex.Matches(await http.GetStringAsync("/metrics"), $@"(?m)^{name}(?:{{[^}}]*}})? ([\d.e+-]+)")
            .Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>What is alive on the managed heap, in MB: what is left of it after a full collection.</summary>
    public async Task<double> LiveHeapAsync()
    {
        // A session with this keyword begins with a full collection, as heap dumps do.
        const string runtime = "Microsoft-Windows-DotNETRuntime", count = "dotnet_gc_collections_total";
        const long collect = 0x800000;
        var before = await MetricAsync(count);
        var client = new DiagnosticsClient(_process.Id);
        using (var session = client.StartEventPipeSession(new EventPipeProvider(runtime, EventLevel.Informational, collect)))
        {
            var drained = session.EventStream.CopyToAsync(Stream.Null);
            using var limit = new CancellationTokenSource(Patience);
            while (await MetricAsync(count) == before) await Task.Delay(100, limit.Token);
            await session.StopAsync(limit.Token);
            await drained;
        }
        const string size = "dotnet_gc_last_collection_heap_size_bytes", holes = "dotnet_gc_last_collection_heap_fragmentation_size_bytes";
        return (await MetricAsync(size) - await MetricAsync(holes)) / (1 << 20);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_ownsData) _data.Delete(recursive: true);
    }

    [GeneratedRegex("Now listening on: (http://\\S+)")]
    private static partial Regex Listening();
}
