using MnistBlazor.Cluster.Postgres;
using MnistBlazor.Runs.Contracts;
using Npgsql;

namespace MnistBlazor.Cluster;

/// <summary>The documents of a cluster for a command, which is no node of it.</summary>
public static class ClusterDocuments
{
    /// <exception cref="ClusterUnavailableException">PostgreSQL is not set, or does not answer.</exception>
    public static async Task<IServerDocuments> OpenAsync(ClusterSettings settings)
    {
        await ClusterStart.CheckDatabaseAsync(settings);
        return new PostgresDocuments(NpgsqlDataSource.Create(settings.PostgreSql), redis: null, settings.Name, TimeProvider.System);
    }
}
