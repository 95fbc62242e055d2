using MnistBlazor.Cluster.Postgres;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using MnistBlazor.Runs.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Storage;
using Npgsql;

namespace MnistBlazor.Cluster.Tests.Postgres;

/// <summary>Rows of a table keep the contract of blobs, between processes that each have a folder of their own.</summary>
public sealed class PostgresBlobsTests : RunBlobsContract, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly NpgsqlDataSource _database;

    public PostgresBlobsTests(ClusterServers servers)
    {
        ClusterServers.SkipWithoutServers();
        _database = PostgresConnections.Open(servers.Postgres.ConnectionString(servers.NewName()));
        var options = new DbContextOptionsBuilder<MnistBlazorContext>();
        new PostgresDialect(_database, Patience.OfPages).Configure(options);
        using var context = new MnistBlazorContext(options.Options);
        context.Database.Migrate();
        Blobs = In("one");
        Again = In("other");
    }

    protected override IRunBlobs Blobs { get; }

    protected override IRunBlobs Again { get; }

    public void Dispose()
    {
        _database?.Dispose();
        _folder.Dispose();
    }

    protected override string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder.Path, "arriving")).FullName;

    [Fact]
    public void Files_that_were_given_out_stay_while_the_blobs_change_and_the_next_gets_the_new_ones()
    {
        Blobs.Write("uploads/ada/own-1/images", [1]);
        var before = Again.LocalFolder("uploads/ada/own-1");

        Blobs.Write("uploads/ada/own-1/images", [2]);
        var after = Again.LocalFolder("uploads/ada/own-1");

        Assert.Equal([1], File.ReadAllBytes(Path.Combine(before, "images")));
        Assert.Equal([2], File.ReadAllBytes(Path.Combine(after, "images")));
        Assert.Equal(after, Again.LocalFolder("uploads/ada/own-1"));
    }

    [Fact]
    public void What_the_database_does_not_take_is_said_as_of_a_disk()
    {
        using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=mnist;Database=none;Timeout=2");

        Assert.Throws<IOException>(() => new PostgresBlobs(nowhere, _folder.Path, Patience.OfPages).Write("runs/ab/1", [1]));
    }

    private PostgresBlobs In(string process) => new(_database, Path.Combine(_folder.Path, process), Patience.OfPages);
}
