using System.Security.Cryptography;
using System.Text;
using MnistBlazor.Runs.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace MnistBlazor.Cluster.Postgres;

/// <summary>
/// Blobs as rows of the table that the store's migrations make, so that one backup has them all. While the database is away a reader
/// waits for it, as far as its patience goes.
/// </summary>
/// <param name="cache">A folder of this process for what <see cref="LocalFolder"/> gives out.</param>
internal sealed class PostgresBlobs(NpgsqlDataSource database, string cache, Patience patience) : IRunBlobs
{
    private readonly Lock _caching = new();

    public void Write(string name, byte[] bytes)
    {
        BlobName.Parts(name);
        Change(connection => Insert(connection, name, bytes));
    }

    public byte[]? Read(string name)
    {
        BlobName.Parts(name);
        return Ask(connection =>
        {
            using var command = Command(connection, """SELECT "Bytes" FROM "Blobs" WHERE "Name" = $1""", name);
            return command.ExecuteScalar() as byte[];
        });
    }

    public IReadOnlyList<Blob> List(string folder) => [.. Rows(folder).Select(row => new Blob(row.Name, row.Bytes))];

    public IReadOnlyList<string> Folders(string folder)
    {
        var depth = BlobName.Parts(folder).Length;
        return [.. Rows(folder).Select(row => row.Name.Split('/')).Where(parts => parts.Length > depth + 1)
            .Select(parts => parts[depth]).Distinct()];
    }

    public void Delete(string name)
    {
        BlobName.Parts(name);
        Change(connection => Execute(connection, """DELETE FROM "Blobs" WHERE "Name" = $1""", name));
    }

    public void DeleteFolder(string folder)
    {
        var (first, end) = Range(folder);
        Change(connection => Execute(connection, """DELETE FROM "Blobs" WHERE "Name" >= $1 AND "Name" < $2""", first, end));
    }

    public void TakeIn(string folder, string source)
    {
        BlobName.Parts(folder);
        Change(connection =>
        {
            using var transaction = connection.BeginTransaction();
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(source, file).Replace(Path.DirectorySeparatorChar, '/');
                Insert(connection, $"{folder}/{name}", File.ReadAllBytes(file));
            }
            transaction.Commit();
        });
        Directory.Delete(source, recursive: true);
    }

    public string LocalFolder(string folder)
    {
        var rows = Rows(folder);
        // The same rows, the same folder: one that someone reads from is never written again.
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))))[..16];
        var place = Path.Combine(cache, folder, version);
        lock (_caching)
        {
            if (Directory.Exists(place)) return place;
            var arriving = Path.Combine(cache, folder, Path.GetRandomFileName());
            Directory.CreateDirectory(arriving);
            foreach (var (name, _, _) in rows)
            {
                var file = Path.Combine(arriving, Path.Combine(name[(folder.Length + 1)..].Split('/')));
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, Read(name) ?? throw new IOException($"{name} has just been removed."));
            }
            Directory.Move(arriving, place);
            return place;
        }
    }

    // Version: changes with every write of a row.
    private List<(string Name, long Bytes, string Version)> Rows(string folder)
    {
        var (first, end) = Range(folder);
        return Ask(connection =>
        {
            using var command = Command(
                connection,
                """
                SELECT "Name", octet_length("Bytes")::bigint, xmin::text FROM "Blobs" WHERE "Name" >= $1 AND "Name" < $2 ORDER BY "Name"
                """,
                first, end);
            using var reader = command.ExecuteReader();
            var rows = new List<(string, long, string)>();
            while (reader.Read()) rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
            return rows;
        });
    }

    // '0' is the character behind '/': what lies between the two is in the folder, and the index has it together.
    private static (string First, string End) Range(string folder)
    {
        BlobName.Parts(folder);
        return (folder + '/', folder + '0');
    }

    private static void Insert(NpgsqlConnection connection, string name, byte[] bytes) => Execute(
        connection,
        """INSERT INTO "Blobs" ("Name", "Bytes") VALUES ($1, $2) ON CONFLICT ("Name") DO UPDATE SET "Bytes" = excluded."Bytes" """,
        name, bytes);

    private static void Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = Command(connection, sql, values);
        command.ExecuteNonQuery();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter
            {
                Value = value, NpgsqlDbType = value is byte[]? NpgsqlDbType.Bytea : NpgsqlDbType.Text,
            });
        }
        return command;
    }

    private void Change(Action<NpgsqlConnection> change)
    {
        try
        {
            using var connection = database.OpenConnection();
            change(connection);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            throw new IOException($"PostgreSQL did not take it: {failure.Message}", failure);
        }
    }

    private T Ask<T>(Func<NpgsqlConnection, T> ask) => patience.Ask(() =>
    {
        using var connection = database.OpenConnection();
        return ask(connection);
    });
}
