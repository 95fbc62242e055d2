using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using Npgsql;

namespace MnistBlazor.Cluster.Postgres;

/// <summary>A store in a PostgreSQL database that several processes share.</summary>
internal sealed class PostgresDialect(NpgsqlDataSource database, Patience patience) : IStoreDialect
{
    public void Configure(DbContextOptionsBuilder context) => context.UseNpgsql(
        database, npgsql => npgsql.MigrationsAssembly(typeof(PostgresDialect).Assembly.FullName));

    /// <inheritdoc/>
    /// <remarks>
    /// Of processes that start at once one migrates. Entity Framework's own lock is let go of after each migration, by which time
    /// another process has long decided to do the next one as well.
    /// </remarks>
    public void Prepare(MnistBlazorContext context)
    {
        Create(context.GetService<IRelationalDatabaseCreator>());
        using var connection = database.OpenConnection();
        Execute(connection, $"SELECT pg_advisory_lock({MigrationLock})");
        try
        {
            context.Database.Migrate();
        }
        finally
        {
            Execute(connection, $"SELECT pg_advisory_unlock({MigrationLock})");
        }
    }

    public void AddEvents(MnistBlazorContext context, RunId run, int number, IReadOnlyList<string> bodies)
    {
        if (bodies.Count == 0) return;
        string[] all = [.. bodies];
        context.Database.ExecuteSql($"""
            INSERT INTO "Events" ("RunId", "Number", "Body")
            SELECT {run.Value}, {number} - 1 + place, body FROM unnest({all}) WITH ORDINALITY AS new (body, place)
            """);
    }

    public bool IsUnavailable(Exception exception) => exception.GetBaseException() switch
    {
        PostgresException refused => !refused.SqlState.StartsWith(IntegrityViolation, StringComparison.Ordinal),
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    public T WhenThere<T>(Func<T> read) => patience.Ask(read);

    public bool IsShared => true;

    public bool Exists
    {
        get
        {
            try
            {
                using var command = database.CreateCommand("""SELECT to_regclass('"Runs"') IS NOT NULL""");
                return command.ExecuteScalar() is true;
            }
            catch (Exception away) when (away is NpgsqlException or TimeoutException)
            {
                return false;
            }
        }
    }

    private static void Create(IRelationalDatabaseCreator creator)
    {
        try
        {
            if (!creator.Exists()) creator.Create();
        }
        catch (PostgresException made) when (made.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // By another process, a moment ago.
        }
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Any number that nobody else locks in this database.</summary>
    private const long MigrationLock = 0x4d4e495354;

    /// <summary>The class of PostgreSQL's error codes for what a constraint forbids.</summary>
    private const string IntegrityViolation = "23";
}
