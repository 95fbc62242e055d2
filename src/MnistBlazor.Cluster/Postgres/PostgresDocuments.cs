using System.Net.Sockets;
using MnistBlazor.Runs.Contracts;
using Npgsql;
using StackExchange.Redis;

namespace MnistBlazor.Cluster.Postgres;

/// <summary>
/// Documents as rows of a table that the store's migrations make. Each process has them all in memory: read again when another one says by
/// Redis that it has changed one, and every <see cref="Poll"/>, since commands and people change them too. While the database is away,
/// what was read last holds.
/// </summary>
internal sealed class PostgresDocuments : IServerDocuments, IDisposable
{
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly Lock _reading = new();
    private readonly NpgsqlDataSource _database;
    private readonly ISubscriber? _redis;
    private readonly RedisChannel _channel;
    private readonly ITimer _polling;
    private volatile Dictionary<string, string>? _known;
    private int _asked;

    /// <param name="redis">Null: nobody is told, and the others find out by themselves.</param>
    /// <param name="cluster">Of several clusters at one Redis, which.</param>
    public PostgresDocuments(NpgsqlDataSource database, IConnectionMultiplexer? redis, string cluster, TimeProvider time)
    {
        (_database, _redis) = (database, redis?.GetSubscriber());
        _channel = RedisChannel.Literal($"{cluster}:documents");
        _redis?.Subscribe(_channel, (_, _) => Task.Run(Refresh));
        _polling = time.CreateTimer(_ => Refresh(), null, Poll, Poll);
    }

    private event Action? Changed;

    public string? Read(string name) => (_known ?? ReadAll()).GetValueOrDefault(name);

    public bool TryWrite(string name, string text, string? instead)
    {
        var written = Ask(() =>
        {
            using var command = _database.CreateCommand(instead is null
                ? """INSERT INTO "Documents" ("Name", "Text") VALUES ($1, $2) ON CONFLICT DO NOTHING"""
                : """UPDATE "Documents" SET "Text" = $2 WHERE "Name" = $1 AND "Text" = $3""");
            command.Parameters.AddWithValue(name);
            command.Parameters.AddWithValue(text);
            if (instead is not null) command.Parameters.AddWithValue(instead);
            return command.ExecuteNonQuery() > 0;
        });
        ReadAll();
        if (written) TellOthers();
        return written;
    }

    public string PlaceOf(string name) => $"the file {name} of PostgreSQL's table \"Documents\"";

    public IDisposable Subscribe(Action signal)
    {
        Changed += signal;
        return new Subscriber(() => Changed -= signal);
    }

    public void Dispose()
    {
        _polling.Dispose();
        _redis?.Unsubscribe(_channel, flags: CommandFlags.FireAndForget);
    }

    private void TellOthers()
    {
        try
        {
            _redis?.Publish(_channel, RedisValue.EmptyString, CommandFlags.FireAndForget);
        }
        catch (RedisException)
        {
            // It is away: the others poll.
        }
    }

    // While one reads, one more waits: what has changed meanwhile is read after it.
    private void Refresh()
    {
        if (Interlocked.Exchange(ref _asked, 1) == 1) return;
        try
        {
            ReadAll();
        }
        catch (Exception away) when (away is IOException or ObjectDisposedException)
        {
            // The next one will do; or this process is ending.
        }
    }

    private Dictionary<string, string> ReadAll()
    {
        Dictionary<string, string>? before, now;
        lock (_reading)
        {
            Volatile.Write(ref _asked, 0);
            before = _known;
            _known = now = Ask(Rows);
        }
        if (before is not null && (before.Count != now.Count || before.Except(now).Any())) Changed?.Invoke();
        return now;
    }

    private Dictionary<string, string> Rows()
    {
        using var command = _database.CreateCommand("""SELECT "Name", "Text" FROM "Documents" """);
        try
        {
            using var reader = command.ExecuteReader();
            var rows = new Dictionary<string, string>();
            while (reader.Read()) rows[reader.GetString(0)] = reader.GetString(1);
            return rows;
        }
        catch (PostgresException missing) when (IsMissing(missing))
        {
            return [];
        }
    }

    private static T Ask<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (PostgresException missing) when (IsMissing(missing))
        {
            throw new IOException("no node of the cluster has been started yet", missing);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or SocketException)
        {
            throw new IOException($"PostgreSQL does not answer: {failure.Message.ReplaceLineEndings(" ")}", failure);
        }
    }

    // The first node makes the database when it opens its store.
    private static bool IsMissing(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName;

    private sealed class Subscriber(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
