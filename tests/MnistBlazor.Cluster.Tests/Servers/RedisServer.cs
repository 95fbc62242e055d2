using System.Diagnostics;

namespace MnistBlazor.Cluster.Tests.Servers;

/// <summary>Redis as Debian has it, keeping what it is told over a restart.</summary>
public sealed class RedisServer : DebianServer
{
    private const string Program = "/usr/bin/redis-server";

    public static bool IsInstalled => File.Exists(Program);

    public string Address => $"127.0.0.1:{Port}";

    public static RedisServer StartNew()
    {
        var server = new RedisServer();
        server.Start();
        return server;
    }

    protected override ProcessStartInfo Command() => Quietly(
        Program, "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Folder, "--save", "", "--appendonly", "yes");

    // Also a moment after it listens it may still be reading what it kept.
    protected override string Question => $"redis-cli -p {Port} ping | grep -q PONG";
}
