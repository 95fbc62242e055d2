using Npgsql;

namespace MnistBlazor.Cluster;

/// <summary>
/// How a cluster is backed up: by PostgreSQL's own programs, since its database has everything, and by a copy of the folder with blobs
/// where there is one. The database first: the files that it names are there already.
/// </summary>
public static class ClusterBackup
{
    /// <summary>What to do in place of a command that knows only a data directory, in one sentence.</summary>
    /// <param name="command"><c>backup</c>, <c>restore</c> or <c>verify</c>.</param>
    /// <param name="target">What the command was to write or read; null: the data directory.</param>
    public static string Instead(ClusterSettings settings, string command, string? target)
    {
        const string where = "This is a cluster (MnistBlazor__Cluster__Role), and its PostgreSQL has what is kept";
        return command switch
        {
            "backup" => $"{where}: nothing was backed up; back it up with {Backup(settings, target!)}",
            "restore" => $"{where}: nothing was restored; stop all nodes and restore it with {Restore(settings, target!)}",
            _ => $"{where}: there is nothing to verify here; look into a backup of it with pg_restore --list FILE",
        };
    }

    internal static string Backup(ClusterSettings settings, string target)
    {
        var dump = Command(
            ["pg_dump", .. Place(settings, out var database), "--format=custom", $"--file={target}.dump", $"--dbname={database}"]);
        return settings.BlobFolder.Length == 0 ? dump : $"{dump} && {Command(["cp", "-a", settings.BlobFolder, target + ".blobs"])}";
    }

    internal static string Restore(ClusterSettings settings, string target)
    {
        var restore = Command([
            "pg_restore", .. Place(settings, out var database), "--clean", "--if-exists", "--no-owner", "--single-transaction",
            $"--dbname={database}", target + ".dump",
        ]);
        return settings.BlobFolder.Length == 0
            ? restore
            : $"{restore} && {Command(["cp", "-a", target + ".blobs/.", settings.BlobFolder])}";
    }

    // Without the password, which is asked for, or found in ~/.pgpass or PGPASSWORD.
    private static IEnumerable<string> Place(ClusterSettings settings, out string database)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(settings.PostgreSql);
            database = connection.Database ?? connection.Username ?? "postgres";
            return
            [
                $"--host={connection.Host ?? "localhost"}", $"--port={connection.Port}",
                .. connection.Username is { } user ? new[] { $"--username={user}" } : [],
            ];
        }
        catch (ArgumentException wrong)
        {
            throw new ClusterUnavailableException(
                $"MnistBlazor__Cluster__PostgreSql is no connection string of Npgsql: {wrong.Message.ReplaceLineEndings(" ")}", wrong);
        }
    }

    private static string Command(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    private static string Quoted(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_=./:@%+,".Contains(letter)) ? word : $"'{word.Replace("'", "'\\''")}'";
}
