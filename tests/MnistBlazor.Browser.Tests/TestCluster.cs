using MnistBlazor.Cluster.Tests.Servers;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// What a visited app stands on when the tests visit a cluster: servers of their own, and a worker for each app, which has the pages alone.
/// <c>BROWSER_TESTS_ON=cluster eng/test.sh Browser</c> does it. Tests that start apps of their own start single ones all the same.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    private readonly PostgresServer postgres = PostgresServer.StartNew();
    private readonly RedisServer redis = RedisServer.StartNew();
    private readonly List<AppProcess> workers = [];

    public static bool IsWanted => Environment.GetEnvironmentVariable("BROWSER_TESTS_ON") == "cluster";

    /// <param name="name">Of the cluster: apps with different names share nothing but the servers.</param>
    public async Task<AppProcess> StartAsync(string name, params string[] arguments)
    {
        workers.Add(await AppProcess.StartAsync([.. Settings("Worker", name), .. arguments]));
        return await AppProcess.StartAsync([.. Settings("Web", name), .. arguments]);
    }

    /// <summary>After the apps, which tell the workers that they leave.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers) await worker.DisposeAsync();
        await redis.DisposeAsync();
        await postgres.DisposeAsync();
    }

    private string[] Settings(string role, string name) =>
    [
        $"--MnistBlazor:Cluster:Role={role}", $"--MnistBlazor:Cluster:Name={name}", $"--MnistBlazor:Cluster:Redis={redis.Address}",
        $"--MnistBlazor:Cluster:PostgreSql={postgres.ConnectionString(name)}", $"--MnistBlazor:Cluster:Port={ServerProcess.FreePort()}",
    ];
}
