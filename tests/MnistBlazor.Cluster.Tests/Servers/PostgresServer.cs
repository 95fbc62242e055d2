using System.Diagnostics;

namespace MnistBlazor.Cluster.Tests.Servers;

/// <summary>PostgreSQL as Debian has it. It refuses to be run by root, who then runs it as the user "postgres".</summary>
public sealed class PostgresServer : DebianServer
{
    private readonly string _programs;

    private PostgresServer(string programs) => _programs = programs;

    /// <summary>Started, with no database of ours.</summary>
    public static PostgresServer StartNew()
    {
        var server = new PostgresServer(Programs() ?? throw new FileNotFoundException("Debian's package postgresql is not installed."));
        server.Initialize();
        server.Start();
        return server;
    }

    public static bool IsInstalled => Programs() is not null;

    /// <param name="database">It need not be there yet.</param>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=mnist;Database={database};Timeout=15;Command Timeout=60;Maximum Pool Size=20";

    // What it has written survives its own end without this; that of the machine is not tried.
    protected override ProcessStartInfo Command() => Unprivileged(
        "postgres", "-D", Data, "-p", $"{Port}", "-k", Folder, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300",
        "-c", "fsync=off");

    protected override string Question => $"{_programs}/pg_isready -q -h 127.0.0.1 -p {Port}";

    private string Data => Path.Combine(Folder, "data");

    private void Initialize()
    {
        if (Environment.IsPrivilegedProcess) Run(Quietly("chown", "postgres", Folder));
        Run(Unprivileged("initdb", "-D", Data, "-U", "mnist", "-A", "trust", "-E", "UTF8", "--no-sync"));
    }

    private ProcessStartInfo Unprivileged(string program, params IEnumerable<string> arguments)
    {
        var path = Path.Combine(_programs, program);
        var command = Environment.IsPrivilegedProcess
            ? Quietly("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : Quietly(path, arguments);
        command.WorkingDirectory = Path.GetTempPath();
        return command;
    }

    private static void Run(ProcessStartInfo command)
    {
        using var process = Process.Start(command)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command.FileName} failed: {errors}{output.Result}");
    }

    private static string? Programs() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(programs => File.Exists(Path.Combine(programs, "initdb"))).Max(StringComparer.Ordinal)
        : null;
}
