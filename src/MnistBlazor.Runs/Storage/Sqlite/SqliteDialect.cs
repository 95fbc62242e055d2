using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage.Sqlite;

/// <summary>A store in one SQLite file, <c>notebook.db</c> in the data directory, with a write-ahead log.</summary>
/// <param name="options">Beside the file: options of a connection string.</param>
internal sealed class SqliteDialect(string folder, string options = "Default Timeout=5") : IStoreDialect
{
    private const string FileName = "notebook.db";
    private const int Constraint = 19;

    private string File { get; } = Path.Combine(Path.GetFullPath(folder), FileName);

    public bool Exists => System.IO.File.Exists(File);

    public void Configure(DbContextOptionsBuilder context) => context.UseSqlite($"Data Source={File};{options}");

    public void Prepare(MnistBlazorContext context)
    {
        if (context.Database.GetPendingMigrations().Any())
        {
            // The directory is ours alone, so a lock found here was left by a process that died while migrating; it would wait forever.
            context.Database.ExecuteSql($"DROP TABLE IF EXISTS __EFMigrationsLock");
            context.Database.Migrate();
        }
        context.Database.ExecuteSql($"PRAGMA journal_mode = WAL");
    }

    // One statement for all of them: a short run has hundreds of events a second, and a statement for each would cost ten times as much.
    public void AddEvents(MnistBlazorContext context, RunId run, int number, IReadOnlyList<string> bodies)
    {
        if (bodies.Count == 0) return;
        var all = StoredJson.Write(bodies);
        context.Database.ExecuteSql(
            $"INSERT INTO Events (RunId, Number, Body) SELECT {run.Value}, {number} + key, value FROM json_each({all})");
    }

    public bool IsUnavailable(Exception exception) =>
        exception.GetBaseException() is SqliteException { SqliteErrorCode: not Constraint } or IOException;

    public bool IsOwn(string file) => file.StartsWith(FileName, StringComparison.Ordinal);

    public void CopyTo(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={File};Mode=ReadWrite;Pooling=False");
        connection.Open();
        connection.Execute("VACUUM INTO $path", ("$path", Path.Combine(folder, FileName)));
    }

    public (int Added, int LeftOut) AddMissing(string folder, bool endedOnly, Action<IReadOnlySet<string>> adding)
    {
        // Brought to the newest schema in a copy: the backup itself stays as it is.
        var staged = Path.Combine(Path.GetDirectoryName(File)!, "restore.part");
        System.IO.File.Copy(Path.Combine(folder, FileName), staged, overwrite: true);
        try
        {
            using (var old = Open($"Data Source={staged};Pooling=False")) old.Database.Migrate();
            using var context = Open($"Data Source={File};{options};Pooling=False");
            return SqliteMerge.AddMissing(context, staged, endedOnly, adding);
        }
        finally
        {
            System.IO.File.Delete(staged);
        }
    }

    private static MnistBlazorContext Open(string connection) =>
        new(new DbContextOptionsBuilder<MnistBlazorContext>().UseSqlite(connection).Options);
}
