using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs.Tests.Contracts;

/// <summary>What <see cref="IStoreDialect"/> owes: derive from it to hold an implementation to that.</summary>
public abstract class StoreDialectContract : IDisposable
{
    /// <summary>Holds no database.</summary>
    private protected TempFolder Folder { get; } = new();

    private protected abstract IStoreDialect In(string folder);

    public virtual void Dispose() => Folder.Dispose();

    [Fact]
    public void From_nothing_comes_the_newest_schema_and_preparing_again_changes_nothing()
    {
        var dialect = In(Folder.Path);
        Assert.False(dialect.Exists);

        Prepare(dialect);
        var run = Add(dialect, RunStatus.Completed);
        Prepare(In(Folder.Path));

        Assert.True(dialect.Exists);
        using var context = Open(dialect);
        Assert.Empty(context.Database.GetPendingMigrations());
        Assert.Equal([run], context.Runs.Select(row => row.Id));
    }

    [Fact]
    public void Events_are_added_under_their_numbers_letter_by_letter()
    {
        var dialect = In(Folder.Path);
        Prepare(dialect);
        var run = Add(dialect, RunStatus.Running);
        string[] first = ["""{"a":"quote \" and 한국어"}""", "[1,2]", "\"text\"", "null"],
            second = [.. Enumerable.Range(0, 2000).Select(i => $$"""{"i":{{i}}}""")];

        using (var context = Open(dialect))
        {
            dialect.AddEvents(context, run, 1, first);
            dialect.AddEvents(context, run, 5, []);
            dialect.AddEvents(context, run, 5, second);
        }

        using var reading = Open(dialect);
        var rows = reading.Events.OrderBy(row => row.Number).ToList();
        Assert.Equal(Enumerable.Range(1, 2004), rows.Select(row => row.Number));
        Assert.Equal([.. first, .. second], rows.Select(row => row.Body));
    }

    [Fact]
    public void Events_belong_to_the_contexts_transaction_and_no_number_is_taken_twice()
    {
        var dialect = In(Folder.Path);
        Prepare(dialect);
        var run = Add(dialect, RunStatus.Running);
        using var context = Open(dialect);
        using (context.Database.BeginTransaction()) dialect.AddEvents(context, run, 1, ["{}"]);
        Assert.Empty(context.Events);

        dialect.AddEvents(context, run, 1, ["{}"]);
        var twice = Assert.ThrowsAny<Exception>(() => dialect.AddEvents(context, run, 1, ["{}"]));

        Assert.False(dialect.IsUnavailable(twice));
        Assert.True(dialect.IsUnavailable(new IOException("no space")));
    }

    private protected static void Prepare(IStoreDialect dialect)
    {
        using var context = Open(dialect);
        dialect.Prepare(context);
    }

    private protected static MnistBlazorContext Open(IStoreDialect dialect)
    {
        var options = new DbContextOptionsBuilder<MnistBlazorContext>();
        dialect.Configure(options);
        return new MnistBlazorContext(options.Options);
    }

    private protected static RunId Add(IStoreDialect dialect, RunStatus status, RunId? id = null, string? name = null)
    {
        using var context = Open(dialect);
        var run = new Run
        {
            Id = id ?? RunId.New(), Owner = new LearnerId("ada"), Lesson = "softmax", Options = FakeTraining.Options(), Status = status,
            CreatedAt = DateTimeOffset.UnixEpoch, WatchKey = "key", Name = name,
        };
        context.Add(run);
        context.SaveChanges();
        return run.Id;
    }
}
