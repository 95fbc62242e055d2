using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// Copies a data directory while a server uses it, and puts back what a data directory lacks. Both are for the command line, in a
/// process of their own.
/// </summary>
public static class DataBackup
{
    /// <summary>Writes a copy of <paramref name="dataDirectory"/>, as it is at this moment, to the folder <paramref name="target"/>.</summary>
    /// <returns>Runs in the copy.</returns>
    /// <exception cref="IOException">The target is there already, or cannot be written.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no data directory.</exception>
    public static int Create(string dataDirectory, string target)
    {
        using var source = new DataDirectory(dataDirectory);
        using var copy = new DataDirectory(target);
        if (!File.Exists(source.Database)) throw new DirectoryNotFoundException($"There is no data directory {source.Root}.");
        if (Directory.Exists(copy.Root) && Directory.EnumerateFileSystemEntries(copy.Root).Any())
            throw new IOException($"The folder {copy.Root} is not empty: a backup is written to a new one.");
        Directory.CreateDirectory(copy.Root);

        // The store first: the files that it names exist already, and the newest checkpoint of a run is never removed.
        using (var connection = Connect(source.Database))
        {
            Execute(connection, "VACUUM INTO $path", ("$path", copy.Database));
        }
        CopyMissing(source.Root, copy.Root, _ => true);
        using var context = Open(copy);
        var files = new CheckpointFiles(copy);
        foreach (var row in context.Checkpoints.ToList().Where(row => !File.Exists(files.CheckpointPath(row.RunId, row.Step)))) context.Remove(row);
        context.SaveChanges();
        return context.Runs.Count();
    }

    /// <summary>
    /// Brings the runs, sessions and files of a backup that <paramref name="dataDirectory"/> does not have back into it; what it has
    /// stays. While a server uses the directory, unfinished runs are left out, since that server would not take them up.
    /// </summary>
    /// <returns>Runs brought back, and runs left out.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no backup in that folder.</exception>
    public static (int Restored, int LeftOut) Restore(string backup, string dataDirectory)
    {
        using var source = new DataDirectory(backup);
        using var target = new DataDirectory(dataDirectory);
        if (!File.Exists(source.Database)) throw new DirectoryNotFoundException($"There is no backup in {source.Root}.");
        var inUse = !TryClaim(target);

        // Brought to the newest schema in a copy: the backup itself stays as it is.
        var staged = Path.Combine(target.Root, "restore.part");
        File.Copy(source.Database, staged, overwrite: true);
        try
        {
            using var context = Open(target);
            if (!inUse) context.Database.Migrate();
            using (var old = Open($"Data Source={staged};Pooling=False")) old.Database.Migrate();
            context.Database.OpenConnection();
            var connection = (SqliteConnection)context.Database.GetDbConnection();
            Execute(connection, "ATTACH $path AS backup", ("$path", staged));

            var missing = Missing(connection, inUse ? "AND Status NOT IN ('Queued', 'Running', 'Paused')" : "");
            var leftOut = Missing(connection, "").Count - missing.Count;
            CopyMissing(source.Root, target.Root, file => !IsOfRun(file, out var run) || missing.Contains(run));
            InsertMissing(context, connection, missing);
            return (missing.Count, leftOut);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    private static void InsertMissing(MnistBlazorContext context, SqliteConnection connection, HashSet<string> runs)
    {
        using var transaction = context.Database.BeginTransaction();
        foreach (var entity in context.Model.GetEntityTypes().OrderBy(entity => entity.ClrType == typeof(Run) ? 0 : 1))
        {
            var columns = string.Join(", ", entity.GetProperties().Select(property => property.GetColumnName()));
            var table = entity.GetTableName();
            var wanted = entity.ClrType == typeof(SessionRow) ? "$runs = $runs"
                : (entity.ClrType == typeof(Run) ? "Id" : "RunId") + " IN (SELECT value FROM json_each($runs))";
            Execute(
                connection, $"INSERT OR IGNORE INTO main.{table} ({columns}) SELECT {columns} FROM backup.{table} WHERE {wanted}",
                ("$runs", JsonSerializer.Serialize(runs)));
        }
        transaction.Commit();
    }

    private static HashSet<string> Missing(SqliteConnection connection, string condition)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT Id FROM backup.Runs WHERE Id NOT IN (SELECT Id FROM main.Runs) {condition}";
        using var reader = command.ExecuteReader();
        var ids = new HashSet<string>();
        while (reader.Read()) ids.Add(reader.GetString(0));
        return ids;
    }

    private static void CopyMissing(string source, string target, Func<string, bool> wanted)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(source, file);
            var own = name.StartsWith("notebook.db", StringComparison.Ordinal) || name == "server.lock" || name.EndsWith(".part", StringComparison.Ordinal);
            var destination = Path.Combine(target, name);
            if (own || !wanted(name) || File.Exists(destination)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            try
            {
                File.Copy(file, destination);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // The server has just removed it.
            }
        }
    }

    private static bool IsOfRun(string file, out string run)
    {
        var parts = file.Split(Path.DirectorySeparatorChar);
        run = parts is ["runs", _, ..] ? parts[1] : "";
        return run.Length > 0;
    }

    private static bool TryClaim(DataDirectory directory)
    {
        try
        {
            directory.Claim();
            return true;
        }
        catch (DataDirectoryInUseException)
        {
            return false;
        }
    }

    private static MnistBlazorContext Open(DataDirectory directory) => Open(directory.ConnectionString + ";Pooling=False");

    private static MnistBlazorContext Open(string connection) =>
        new(new DbContextOptionsBuilder<MnistBlazorContext>().UseSqlite(connection).Options);

    private static SqliteConnection Connect(string database)
    {
        var connection = new SqliteConnection($"Data Source={database};Mode=ReadWrite;Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
