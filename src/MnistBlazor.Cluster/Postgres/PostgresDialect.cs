using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using Npgsql;

namespace MnistBlazor.Cluster.Postgres;

/// <summary>A store in a PostgreSQL database that several processes share.</summary>
internal sealed class PostgresDialect(NpgsqlDataSource database) : IStoreDialect
{
    public void Configure(DbContextOptionsBuilder context) => context.UseNpgsql(
        database, npgsql => npgsql.MigrationsAssembly(typeof(PostgresDialect).Assembly.FullName));

    /// <inheritdoc/>
    /// <remarks>Entity Framework locks the table of migrations meanwhile, so that of processes that start at once one migrates.</remarks>
    public void Prepare(MnistBlazorContext context) => context.Database.Migrate();

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

    public T WhenThere<T>(Func<T> read) => Patience.Ask(read);

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

    /// <summary>The class of PostgreSQL's error codes for what a constraint forbids.</summary>
    private const string IntegrityViolation = "23";
}
