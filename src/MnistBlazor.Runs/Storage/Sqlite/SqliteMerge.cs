using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage.Sqlite;

/// <summary>Adds what one database has and another lacks, with both attached to one connection.</summary>
internal static class SqliteMerge
{
    /// <param name="file">A database of the newest schema.</param>
    public static (int Added, int LeftOut) AddMissing(
        MnistBlazorContext context, string file, bool endedOnly, Action<IReadOnlySet<string>> adding)
    {
        context.Database.OpenConnection();
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        connection.Execute("ATTACH $path AS backup", ("$path", file));
        var missing = Missing(connection, endedOnly ? "AND Status NOT IN ('Queued', 'Running', 'Paused')" : "");
        var leftOut = Missing(connection, "").Count - missing.Count;
        adding(missing);
        Insert(context, connection, missing);
        return (missing.Count, leftOut);
    }

    public static void Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    public static List<T> Read<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private static HashSet<string> Missing(SqliteConnection connection, string condition)
    {
        var sql = $"SELECT Id FROM backup.Runs WHERE Id NOT IN (SELECT Id FROM main.Runs) {condition}";
        return [.. connection.Read(sql, row => row.GetString(0))];
    }

    private static void Insert(MnistBlazorContext context, SqliteConnection connection, HashSet<string> runs)
    {
        using var transaction = context.Database.BeginTransaction();
        foreach (var entity in context.Model.GetEntityTypes().OrderBy(entity => entity.ClrType == typeof(Run) ? 0 : 1))
        {
            var columns = string.Join(", ", entity.GetProperties().Select(property => property.GetColumnName()));
            var table = entity.GetTableName();
            var wanted = entity.ClrType == typeof(SessionRow) ? "$runs = $runs"
                : (entity.ClrType == typeof(Run) ? "Id" : "RunId") + " IN (SELECT value FROM json_each($runs))";
            connection.Execute(
                $"INSERT OR IGNORE INTO main.{table} ({columns}) SELECT {columns} FROM backup.{table} WHERE {wanted}",
                ("$runs", JsonSerializer.Serialize(runs)));
        }
        transaction.Commit();
    }
}
