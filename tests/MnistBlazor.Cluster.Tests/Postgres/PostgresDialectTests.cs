using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.Cluster.Postgres;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests.Contracts;
using Npgsql;

namespace MnistBlazor.Cluster.Tests.Postgres;

/// <summary>PostgreSQL keeps the contract of the store.</summary>
public sealed class PostgresDialectTests : StoreDialectContract
{
    private readonly NpgsqlDataSource _database;

    public PostgresDialectTests(ClusterServers servers)
    {
        ClusterServers.SkipWithoutServers();
        _database = PostgresConnections.Open(servers.Postgres.ConnectionString(servers.NewName()));
    }

    public override void Dispose()
    {
        _database?.Dispose();
        base.Dispose();
    }

    private protected override IStoreDialect In(string folder) => new PostgresDialect(_database, Patience.OfPages);

    [Fact]
    public void The_snapshot_has_no_changes_that_a_migration_misses()
    {
        using var context = Open(In(""));

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Migrating_gives_the_very_tables_that_the_model_describes()
    {
        Prepare(In(""));
        var migrated = Schema();
        using (var context = Open(In("")))
        {
            context.Database.EnsureDeleted();
            context.Database.EnsureCreated();
        }

        Assert.Equal(Schema(), migrated);
    }

    [Fact]
    public async Task Of_processes_that_start_at_once_one_migrates_and_all_go_on()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Prepare(In("")))));

        using var context = Open(In(""));
        Assert.Empty(context.Database.GetPendingMigrations());
    }

    [Fact]
    public void A_server_that_is_away_is_told_apart_from_what_a_constraint_forbids()
    {
        using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=mnist;Database=none;Timeout=2");
        var dialect = new PostgresDialect(nowhere, Patience.OfPages);

        Assert.False(dialect.Exists);
        Assert.True(dialect.IsUnavailable(Assert.ThrowsAny<NpgsqlException>(() => nowhere.OpenConnection())));
        Assert.True(dialect.IsUnavailable(new SocketException((int)SocketError.ConnectionReset)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_is_frozen_in_the_middle_of_writing_to_a_run_does_not_hold_up_who_takes_it_over()
    {
        Prepare(In(""));
        var run = Add(In(""), RunStatus.Running);
        await using var frozen = Open(In(""));
        await using var writing = await frozen.Database.BeginTransactionAsync();
        await Touch(frozen);
        await using var next = Open(In(""));

        await Touch(next);

        await Assert.ThrowsAnyAsync<Exception>(() => writing.CommitAsync());

        Task Touch(MnistBlazorContext context) => context.Runs.Where(row => row.Id == run).ExecuteUpdateAsync(set =>
            set.SetProperty(row => row.Step, row => row.Step + 1));
    }

    // But for blobs, documents and keys, which are not the store's, and the table of migrations.
    private List<string> Schema()
    {
        using var command = _database.CreateCommand("""
            SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name NOT IN ('Blobs', 'Documents', 'DataProtectionKeys', '__EFMigrationsHistory')
            UNION ALL
            SELECT indexdef FROM pg_indexes
            WHERE schemaname = 'public' AND tablename NOT IN ('Blobs', 'Documents', 'DataProtectionKeys', '__EFMigrationsHistory')
            UNION ALL
            SELECT pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype IN ('f', 'p') AND connamespace = 'public'::regnamespace AND conrelid::regclass::text
                NOT IN ('"Blobs"', '"Documents"', '"DataProtectionKeys"', '"__EFMigrationsHistory"')
            ORDER BY 1
            """);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
