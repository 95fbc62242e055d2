using MnistBlazor.Cluster.Tests.Servers;

namespace MnistBlazor.Cluster.Tests;

/// <summary>Whoever starts a node reads in one sentence what is missing.</summary>
public sealed class ClusterStartTests(ClusterServers servers)
{
    private const string NoDatabase = "Host=127.0.0.1;Port=1;Username=mnist;Database=none;Timeout=2",
        NoRedis = "127.0.0.1:1,connectTimeout=500";

    [Fact]
    public async Task Where_there_is_no_cluster_nothing_is_asked() =>
        await ClusterStart.CheckAsync(new ClusterSettings { PostgreSql = NoDatabase, Redis = NoRedis });

    [Theory]
    [InlineData("", NoRedis, "", "MnistBlazor__Cluster__PostgreSql")]
    [InlineData(NoDatabase, "", "", "MnistBlazor__Cluster__Redis")]
    [InlineData(NoDatabase, NoRedis, "192.0.2.1", "MnistBlazor__Cluster__Certificate")]
    [InlineData(NoDatabase, NoRedis, "", "PostgreSQL does not answer")]
    [InlineData("no connection string", NoRedis, "", "PostgreSQL does not answer")]
    public async Task What_is_missing_or_does_not_answer_is_named(string postgres, string redis, string address, string named)
    {
        var refused = await Assert.ThrowsAsync<ClusterUnavailableException>(() => ClusterStart.CheckAsync(
            new ClusterSettings { Role = ClusterRole.Both, PostgreSql = postgres, Redis = redis, Address = address }));

        Assert.Contains(named, refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task A_folder_for_blobs_that_is_not_there_or_cannot_be_written_is_named_and_not_made()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), $"no-such-{Guid.NewGuid():N}");
        foreach (var folder in new[] { nowhere, "/proc", Environment.ProcessPath! })
        {
            var refused = await Assert.ThrowsAsync<ClusterUnavailableException>(() => ClusterStart.CheckAsync(
                new ClusterSettings { Role = ClusterRole.Both, PostgreSql = NoDatabase, Redis = NoRedis, BlobFolder = folder }));

            Assert.Contains("MnistBlazor__Cluster__BlobFolder", refused.Message);
            Assert.Contains(folder, refused.Message);
            Assert.DoesNotContain('\n', refused.Message);
        }
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    public async Task With_both_servers_there_it_goes_on_and_without_Redis_it_does_not()
    {
        ClusterServers.SkipWithoutServers();
        var settings = new ClusterSettings
        {
            // Made when the store is opened.
            Role = ClusterRole.Web, PostgreSql = servers.Postgres.ConnectionString("none-yet"), Redis = servers.Redis.Address,
        };
        await ClusterStart.CheckAsync(settings);

        settings.Redis = NoRedis;
        var refused = await Assert.ThrowsAsync<ClusterUnavailableException>(() => ClusterStart.CheckAsync(settings));

        Assert.Contains("Redis does not answer", refused.Message);
    }
}
