using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Storage.Sqlite;

namespace MnistBlazor.Runs.Tests.Storage;

public sealed class SchemaTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_snapshot_has_no_changes_that_a_migration_misses()
    {
        using var context = Context("any.db");

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Migrating_gives_the_very_tables_that_the_model_describes()
    {
        using var migrated = Context("migrated.db");
        migrated.Database.Migrate();
        using var created = Context("created.db");
        created.Database.EnsureCreated();

        Assert.Equal(Schema(created), Schema(migrated));
    }

    [Fact]
    public void The_store_keeps_a_write_ahead_log_and_waits_for_the_disk()
    {
        using var directory = new DataDirectory(_folder.Path);
        Store(directory).Open();

        using var context = Context("notebook.db");
        Assert.Equal("wal", context.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").Single());
        // 2: FULL, a commit is on the disk when it returns.
        Assert.Equal(2, context.Database.SqlQuery<int>($"SELECT synchronous AS Value FROM pragma_synchronous").Single());
    }

    [Fact]
    public void A_migration_that_a_crash_cut_off_does_not_hold_up_the_next_start()
    {
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "notebook.db")}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');
                """;
            command.ExecuteNonQuery();
        }
        using var directory = new DataDirectory(_folder.Path);

        Store(directory).Open();

        using var context = Context("notebook.db");
        Assert.Empty(context.Runs);
    }

    private RunStore Store(DataDirectory directory)
    {
        var (contexts, dialect) = (new Factory(() => Context("notebook.db")), new SqliteDialect(_folder.Path));
        return new(
            contexts, dialect, new StoreReads(contexts, dialect, new StoreHealth(), TimeProvider.System), directory,
            new CheckpointFiles(new LocalBlobs(directory)), new RunsOptions());
    }

    private MnistBlazorContext Context(string file) => new(
        new DbContextOptionsBuilder<MnistBlazorContext>().UseSqlite($"Data Source={Path.Combine(_folder.Path, file)}").Options);

    // Columns, keys, indexes and foreign keys as SQLite sees them; not the columns' order, since one that came later is the last.
    private static List<string> Schema(MnistBlazorContext context) =>
    [
        .. context.Database.SqlQuery<string>($"""
            SELECT m.name || ': ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS Value
            FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '\_\_EF%' ESCAPE '\'
            UNION ALL
            SELECT m.name || ' -> ' || f."table" || ' ' || f."from" || ' ' || f."to" || ' ' || f.on_delete
            FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
            UNION ALL
            SELECT m.name || ' on ' || m.tbl_name || ': ' || i.seqno || ' ' || i.name
            FROM sqlite_master m JOIN pragma_index_info(m.name) i WHERE m.type = 'index' AND m.sql IS NOT NULL
            """).AsEnumerable().Order(),
    ];

    private sealed class Factory(Func<MnistBlazorContext> create) : IDbContextFactory<MnistBlazorContext>
    {
        public MnistBlazorContext CreateDbContext() => create();
    }
}
