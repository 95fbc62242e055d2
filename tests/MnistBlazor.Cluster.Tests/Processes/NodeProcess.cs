using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using MnistBlazor.Cluster.Tests.Servers;

namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>A node as a person starts it: the app in a process of its own, with a data directory of its own.</summary>
internal sealed class NodeProcess : ServerProcess
{
    private const int Terminate = 15, Continue = 18, Stop = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClusterSettings _settings;
    private readonly string[] _arguments;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _heard = new(0);
    private int _heardBefore;

    /// <param name="settings">Of the node; its port is its own.</param>
    public NodeProcess(ClusterSettings settings, params string[] arguments)
    {
        (_settings, _arguments) = (settings, arguments);
        settings.Port = FreePort();
    }

    public static string App { get; } = typeof(NodeProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "App").Value!;

    public ClusterRole Role => _settings.Role;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Whether this is the node that a line calls so: its address and a number that changes with each start.</summary>
    public bool IsCalled(string silo) => silo.StartsWith($"127.0.0.1:{_settings.Port}@", StringComparison.Ordinal);

    /// <summary>How many lines with these words it has said.</summary>
    public int Count(string words) => _lines.Count(line => line.Contains(words, StringComparison.Ordinal));

    public string Output => string.Join('\n', _lines);

    public async Task StartAsync()
    {
        Interlocked.Exchange(ref _heardBefore, _lines.Count);
        Launch();
        await UntilSaidAsync("Application started.");
    }

    /// <summary>SIGTERM, and its end.</summary>
    public Task StopAsync()
    {
        Send(Terminate);
        return UntilEndedAsync();
    }

    public async Task UntilEndedAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await WaitForExitAsync(limit.Token);
    }

    /// <summary>SIGSTOP: it does nothing more, and does not know it.</summary>
    public void Freeze() => Send(Stop);

    /// <summary>SIGCONT.</summary>
    public void Wake() => Send(Continue);

    /// <summary>Waits until it has said so since it was started last.</summary>
    public async Task UntilSaidAsync(string words)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!_lines.Skip(_heardBefore).Any(line => line.Contains(words, StringComparison.Ordinal)))
        {
            if (!IsRunning) throw new InvalidOperationException($"The node ended before it said \"{words}\":\n{Output}");
            try
            {
                await _heard.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The node did not say \"{words}\":\n{Output}");
            }
        }
    }

    protected override ProcessStartInfo Command()
    {
        var command = Quietly("dotnet", [App, "--urls", $"{Address}", .. _arguments]);
        command.WorkingDirectory = Folder;
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["MnistBlazor__DataDirectory"] = Path.Combine(Folder, "data"),
            ["MnistBlazor__Cluster__Role"] = $"{_settings.Role}",
            ["MnistBlazor__Cluster__Name"] = _settings.Name,
            ["MnistBlazor__Cluster__PostgreSql"] = _settings.PostgreSql,
            ["MnistBlazor__Cluster__Redis"] = _settings.Redis,
            ["MnistBlazor__Cluster__Port"] = $"{_settings.Port}",
            ["MnistBlazor__Cluster__ProbeTimeout"] = $"{_settings.ProbeTimeout:c}",
            ["MnistBlazor__Cluster__Address"] = _settings.Address,
            ["MnistBlazor__Cluster__Certificate"] = _settings.Certificate,
            ["MnistBlazor__Cluster__CertificatePassword"] = _settings.CertificatePassword,
            ["Logging__Console__FormatterName"] = "simple",
            ["Logging__Console__FormatterOptions__SingleLine"] = "true",
            ["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss.fff ",
        }) command.Environment[name] = value;
        return command;
    }

    protected override void Hear(string? line)
    {
        if (line is not null) _lines.Enqueue(line);
        _heard.Release();
    }
}
