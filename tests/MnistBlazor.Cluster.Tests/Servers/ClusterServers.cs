using MnistBlazor.Cluster.Tests.Servers;

[assembly: AssemblyFixture(typeof(ClusterServers))]

namespace MnistBlazor.Cluster.Tests.Servers;

/// <summary>
/// The servers that most tests share, each in a database, or under a name, of its own. Those that kill one start their own.
/// </summary>
public sealed class ClusterServers : IAsyncDisposable
{
    private readonly Lazy<PostgresServer> _postgres = new(PostgresServer.StartNew);
    private readonly Lazy<RedisServer> _redis = new(RedisServer.StartNew);
    private int _names;

    public PostgresServer Postgres => _postgres.Value;

    public RedisServer Redis => _redis.Value;

    public static bool AreInstalled => PostgresServer.IsInstalled && RedisServer.IsInstalled;

    /// <summary>Where Debian's packages are missing and cannot be installed, there is nothing to test with.</summary>
    public static void SkipWithoutServers() => Assert.SkipUnless(
        AreInstalled, "Debian's packages postgresql and redis-server are not installed.");

    /// <summary>That nobody has used yet.</summary>
    public string NewName() => $"test{Interlocked.Increment(ref _names)}";

    public async ValueTask DisposeAsync()
    {
        if (_postgres.IsValueCreated) await Postgres.DisposeAsync();
        if (_redis.IsValueCreated) await Redis.DisposeAsync();
    }
}
