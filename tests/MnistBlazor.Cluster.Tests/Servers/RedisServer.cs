using System.Diagnostics;
using StackExchange.Redis;

namespace MnistBlazor.Cluster.Tests.Servers;

/// <summary>Redis as Debian has it, keeping what it is told over a restart.</summary>
public sealed class RedisServer : ServerProcess
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

    protected override void WaitUntilItAnswers()
    {
        using var redis = ConnectionMultiplexer.Connect(new ConfigurationOptions
        {
            EndPoints = { Address }, ConnectRetry = 30, ConnectTimeout = 1000, ReconnectRetryPolicy = new LinearRetry(100),
        });
        redis.GetDatabase().Ping();
    }
}
