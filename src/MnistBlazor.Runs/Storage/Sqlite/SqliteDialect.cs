using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage.Sqlite;

/// <summary>A store in one SQLite file, <c>notebook.db</c> in the data directory, with a write-ahead log.</summary>
/// <param name="options">Beside the file: options of a connection string.</param>
internal sealed class SqliteDialect(string folder, string options = "Default Timeout=5") : IStoreDialect
{
    private const string FileName = "notebook.db";
    private const int Corrupt = 11, Constraint = 19, NotADatabase = 26;

    /// <summary>Says beside the database that it was made. It is not part of a backup.</summary>
    private const string MadeMark = FileName + ".made";

    private string File { get; } = Path.Combine(Path.GetFullPath(folder), FileName);

    public bool Exists => System.IO.File.Exists(File);

    public bool IsShared => false;

    public T WhenThere<T>(Func<T> read) => read();

    public void Configure(DbContextOptionsBuilder context) => context.UseSqlite($"Data Source={File};{options}");

    public void Prepare(MnistBlazorContext context)
    {
        var made = Path.Combine(Path.GetDirectoryName(File)!, MadeMark);
        if (System.IO.File.Exists(made) && new FileInfo(File) is not { Exists: true, Length: > 0 })
            throw new StoreDamagedException(
                $"The store {File} is gone or empty, though it was in use: put the data directory back from a backup. To begin anew "
                + $"without the runs and notebooks that it held, remove {made}.");
        try
        {
            Migrate(context);
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is Corrupt or NotADatabase)
        {
            throw new StoreDamagedException(
                $"The store {File} is damaged ({damaged.Message.TrimEnd('.')}): put the data directory back from a backup.", damaged);
        }
        if (!System.IO.File.Exists(made)) System.IO.File.Create(made).Dispose();
    }

    /// <summary>Reads all of it.</summary>
    /// <returns>Runs in it, their checkpoints, and the files that it names with their sizes.</returns>
    /// <exception cref="SqliteException">It is damaged.</exception>
    /// <exception cref="IOException">The same.</exception>
    public (int Runs, IReadOnlyList<(RunId Run, int Step)> Checkpoints, IReadOnlyList<Blob> Files) Look()
    {
        using var connection = new SqliteConnection($"Data Source={File};Mode=ReadWrite;Default Timeout=5;Pooling=False");
        connection.Open();
        var found = connection.Read("PRAGMA integrity_check", row => row.GetString(0))[0];
        if (found != "ok") throw new IOException($"The store {File} is damaged: {found.ReplaceLineEndings(" ")}.");
        var (checkpoints, weights) = (Rows("Checkpoints"), HasEarlyWeights() ? Rows("EarlyWeights") : []);
        return (
            connection.Read("SELECT count(*) FROM Runs", row => row.GetInt32(0))[0],
            [.. checkpoints.Select(row => (row.Run, row.Step))],
            [
                // No run on one machine was ever handed on.
                .. checkpoints.Select(row => new Blob(CheckpointFiles.Name(row.Run, row.Step, RunRecording.FirstEpoch), row.Bytes)),
                .. weights.Select(row => new Blob(CheckpointFiles.WeightsName(row.Run, row.Step, RunRecording.FirstEpoch), row.Bytes)),
            ]);

        List<(RunId Run, int Step, long Bytes)> Rows(string table) => connection.Read(
            $"SELECT RunId, Step, Bytes FROM {table}", row => (RunId.Parse(row.GetString(0)), row.GetInt32(1), row.GetInt64(2)));

        // A backup of an earlier version stays as it is.
        bool HasEarlyWeights() =>
            connection.Read("SELECT 1 FROM sqlite_master WHERE name = 'EarlyWeights'", row => row.GetInt32(0)).Count > 0;
    }

    private static void Migrate(MnistBlazorContext context)
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

    /// <summary>Whether a file, by its path in the data directory, is the database's own.</summary>
    public bool IsOwn(string file) => file.StartsWith(FileName, StringComparison.Ordinal);

    /// <summary>
    /// Writes a copy of the whole database, as it is at one moment, for a dialect of the same kind; a server may use it meanwhile.
    /// </summary>
    /// <param name="folder">Holds no database yet.</param>
    public void CopyTo(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={File};Mode=ReadWrite;Pooling=False");
        connection.Open();
        connection.Execute("VACUUM INTO $path", ("$path", Path.Combine(folder, FileName)));
    }

    /// <summary>
    /// Adds the runs and sessions of a copy, of this schema or an earlier one, that the database does not have; what it has stays. The
    /// copy is not changed.
    /// </summary>
    /// <param name="folder">Where <see cref="CopyTo"/> wrote it.</param>
    /// <param name="endedOnly">Leave out runs that have not ended.</param>
    /// <param name="adding">Told the runs to be added, before the first is.</param>
    /// <returns>Runs added, and runs left out.</returns>
    public (int Added, int LeftOut) AddMissing(string folder, bool endedOnly, Action<IReadOnlySet<string>> adding)
    {
        // Brought to the newest schema in a copy: the backup itself stays as it is.
        var staged = File + ".restore" + DataDirectory.Unfinished;
        Remove(staged);
        System.IO.File.Copy(Path.Combine(folder, FileName), staged, overwrite: true);
        try
        {
            using (var old = Open($"Data Source={staged};Pooling=False")) old.Database.Migrate();
            using var context = Open($"Data Source={File};{options};Pooling=False");
            return SqliteMerge.AddMissing(context, staged, endedOnly, adding);
        }
        finally
        {
            Remove(staged);
        }
    }

    // With its journals: those of an earlier copy, left by a process that was killed, would be played back into the next one.
    private static void Remove(string staged)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(staged)!, Path.GetFileName(staged) + "*"))
            System.IO.File.Delete(file);
    }

    private static MnistBlazorContext Open(string connection) =>
        new(new DbContextOptionsBuilder<MnistBlazorContext>().UseSqlite(connection).Options);
}
