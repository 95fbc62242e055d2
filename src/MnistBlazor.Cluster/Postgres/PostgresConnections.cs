using Npgsql;

namespace MnistBlazor.Cluster.Postgres;

/// <summary>The connections of one process to the database.</summary>
internal static class PostgresConnections
{
    /// <summary>
    /// A process that is frozen, or cut off, within a transaction would hold its locks, and with them the run that another is to take over.
    /// None waits for anything while it has one open, so the server may end it soon.
    /// </summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static NpgsqlDataSource Open(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        connection.Options = $"{connection.Options} -c idle_in_transaction_session_timeout={LongestPause.TotalMilliseconds:0}".TrimStart();
        return NpgsqlDataSource.Create(connection);
    }
}
