using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Storage.Sqlite;
using MnistBlazor.Runs.Tests.Contracts;

namespace MnistBlazor.Runs.Tests.Storage.Sqlite;

/// <summary>SQLite keeps the contract.</summary>
public sealed class SqliteDialectTests : StoreDialectContract
{
    [Theory]
    [InlineData("notebook.db", true)]
    [InlineData("notebook.db-wal", true)]
    [InlineData("runs/notebook.db", false)]
    [InlineData("models/welcome.safetensors", false)]
    public void Its_own_files_are_the_database_and_its_logs(string file, bool own) =>
        Assert.Equal(own, new SqliteDialect(Folder.Path).IsOwn(file));

    private protected override IStoreDialect In(string folder) => new SqliteDialect(folder);

    [Fact]
    public void A_copy_is_whole_and_adds_what_is_missing_elsewhere_without_changing_what_is_there()
    {
        var dialect = new SqliteDialect(Folder.Path);
        Prepare(dialect);
        var (ended, unfinished, both) = (Add(dialect, RunStatus.Completed), Add(dialect, RunStatus.Paused), Add(dialect, RunStatus.Failed));
        using (var context = Open(dialect)) dialect.AddEvents(context, ended, 1, ["{}", "{}"]);
        using TempFolder copy = new(), other = new();
        dialect.CopyTo(copy.Path);
        var target = new SqliteDialect(other.Path);
        Prepare(target);
        Add(target, RunStatus.Completed, both, "newer");

        IReadOnlySet<string> told = new HashSet<string>();
        var endedOnly = target.AddMissing(copy.Path, endedOnly: true, runs => told = runs);
        Assert.Equal((1, 1), endedOnly);
        Assert.Equal([ended.Value], told);
        Assert.Equal((1, 0), target.AddMissing(copy.Path, endedOnly: false, _ => { }));

        using var reading = Open(target);
        Assert.Equal(
            new[] { ended, unfinished, both }.Select(id => id.Value).Order(),
            reading.Runs.AsEnumerable().Select(row => row.Id.Value).Order());
        Assert.Equal("newer", reading.Runs.Single(row => row.Id == both).Name);
        Assert.Equal(2, reading.Events.Count(row => row.RunId == ended));
        using var copied = Open(In(copy.Path));
        Assert.Equal(3, copied.Runs.Count());
    }
}
