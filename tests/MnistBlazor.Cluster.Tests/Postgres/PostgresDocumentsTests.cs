using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MnistBlazor.Cluster.Postgres;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests.Contracts;
using Npgsql;
using StackExchange.Redis;

namespace MnistBlazor.Cluster.Tests.Postgres;

/// <summary>Rows of a table keep the contract of documents between processes, which tell one another by Redis or find out.</summary>
public sealed class PostgresDocumentsTests : ServerDocumentsContract, IDisposable
{
    private const string Name = "bounds.json";

    private readonly List<IDisposable> _open = [];
    private readonly FakeTimeProvider _time = new();
    private readonly ClusterServers _servers;
    private readonly string _cluster;

    public PostgresDocumentsTests(ClusterServers servers)
    {
        ClusterServers.SkipWithoutServers();
        (_servers, _cluster) = (servers, servers.NewName());
        Migrate(servers.Postgres, _cluster);
        Documents = Process(servers.Postgres, _cluster);
        Again = Process(servers.Postgres, _cluster);
    }

    protected override IServerDocuments Documents { get; }

    protected override IServerDocuments Again { get; }

    public void Dispose()
    {
        foreach (var one in Enumerable.Reverse(_open)) one.Dispose();
    }

    protected override void Wait() => _time.Advance(PostgresDocuments.Poll);

    [Fact]
    public async Task A_change_is_said_to_the_other_processes_at_once()
    {
        var (one, other) = (Process(_servers.Postgres, _cluster, _servers.Redis), Process(_servers.Postgres, _cluster, _servers.Redis));
        Assert.Null(other.Read(Name));
        using var told = new SemaphoreSlim(0);
        using var subscribed = other.Subscribe(() => told.Release());

        one.TryWrite(Name, "new", null);
        await told.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("new", other.Read(Name));
    }

    [Fact]
    public void What_a_command_or_a_person_changes_is_found_out_within_two_seconds()
    {
        Assert.Null(Again.Read(Name));
        var told = 0;
        using var subscribed = Again.Subscribe(() => told++);

        Documents.TryWrite(Name, "new", null);
        Assert.Null(Again.Read(Name));
        Wait();
        Wait();

        Assert.Equal(("new", 1), (Again.Read(Name), told));
        Execute("""DELETE FROM "Documents" """);
        Wait();
        Assert.Null(Again.Read(Name));
    }

    [Fact]
    public async Task While_the_database_is_away_what_was_read_last_holds_and_nothing_is_written()
    {
        await using var server = PostgresServer.StartNew();
        Migrate(server, "mnist");
        var documents = Process(server, "mnist");
        documents.TryWrite(Name, "kept", null);
        server.Kill();

        Wait();
        Assert.Equal("kept", documents.Read(Name));
        Assert.Throws<IOException>(() => documents.TryWrite(Name, "lost", "kept"));
        Assert.Throws<IOException>(() => Process(server, "mnist").Read(Name));

        server.Start();
        Assert.Equal("kept", documents.Read(Name));
        // Connections of the pool that broke with the server are found out one by one.
        for (var written = false; !written;)
        {
            try
            {
                written = documents.TryWrite(Name, "new", "kept");
            }
            catch (IOException)
            {
            }
        }
        Assert.Equal("new", documents.Read(Name));
    }

    [Fact]
    public void Before_the_first_node_has_made_the_database_there_is_none_and_none_can_be_written()
    {
        var documents = Process(_servers.Postgres, _servers.NewName());

        Assert.Null(documents.Read(Name));
        Assert.Contains("no node", Assert.Throws<IOException>(() => documents.TryWrite(Name, "new", null)).Message);
    }

    private void Execute(string sql)
    {
        using var database = PostgresConnections.Open(_servers.Postgres.ConnectionString(_cluster));
        using var command = database.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private static void Migrate(PostgresServer server, string name)
    {
        using var database = PostgresConnections.Open(server.ConnectionString(name));
        var options = new DbContextOptionsBuilder<MnistBlazorContext>();
        new PostgresDialect(database, Patience.OfPages).Configure(options);
        using var context = new MnistBlazorContext(options.Options);
        context.Database.Migrate();
    }

    private PostgresDocuments Process(PostgresServer server, string name, RedisServer? redis = null)
    {
        var database = PostgresConnections.Open(server.ConnectionString(name));
        _open.Add(database);
        IConnectionMultiplexer? connection = null;
        if (redis is not null) _open.Add(connection = ConnectionMultiplexer.Connect(redis.Address));
        var documents = new PostgresDocuments(database, connection, name, _time);
        _open.Add(documents);
        return documents;
    }
}
