using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests;

/// <summary>More runs than one would read at once.</summary>
public sealed class RunListingTests : IDisposable
{
    private const int Count = 2 * RunListing.PageSize + 50;

    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Runs_are_read_by_the_page_as_they_are_asked_for()
    {
        await using var server = await Start(_folder, _training.Backend);
        var ids = Store(server);
        var listing = server.Get<RunListing>();
        Assert.Equal(ids, listing.Ids(Ada));
        Assert.Empty(listing.Ids(Bert));

        using var runs = listing.WithEpochs(Ada, ids: null, lastEpochOnly: false).GetEnumerator();
        Assert.True(runs.MoveNext());
        Assert.Equal((ids[0], 2), (runs.Current.Run.Id, runs.Current.Epochs.Count));
        await using (var context = Context(server)) await context.Runs.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        var read = 1;
        while (runs.MoveNext()) read++;

        Assert.Equal(RunListing.PageSize, read); // the others had not been read when they were deleted
    }

    [Fact]
    public async Task A_page_has_live_and_stored_runs_in_order_their_epochs_and_nobody_elses()
    {
        await using var server = await Start(_folder, _training.Backend);
        var ids = Store(server);
        using var go = new Gate();
        _training.BeforeBatch = (_, _) => go.Wait();
        var live = await server.Runs.StartAsync(Ada, "mlp", FakeTraining.Options());
        var bert = await server.Runs.StartAsync(Bert, "mlp", FakeTraining.Options());
        var listing = server.Get<RunListing>();

        Assert.Equal([live.Id, .. ids], listing.Ids(Ada));
        Assert.Equal([live.Id, .. ids.Take(2)], listing.Ids(Ada, most: 3));
        Assert.Equal((Count + 1, 1, 0), (listing.Count(Ada), listing.Count(Bert), listing.Count(new LearnerId("new"))));
        Assert.Equal([live.Id, .. ids], listing.Newest(Ada).Select(run => run.Id));
        Assert.Equal(["mlp", "softmax"], listing.Lessons(Ada).Order());
        Assert.Equal([ids[3]], listing.Read(Ada, [bert.Id, ids[3], RunId.New()]).Select(run => run.Id));
        var last = listing.WithEpochs(Ada, new HashSet<RunId> { ids[7], ids[5], bert.Id }, lastEpochOnly: true).ToList();
        Assert.Equal([ids[5], ids[7]], last.Select(one => one.Run.Id));
        Assert.All(last, one => Assert.Equal(2, Assert.Single(one.Epochs).Epoch));
        await server.Get<RunArchive>().Delete(Ada, ids[0]);
        Assert.Equal([live.Id, .. ids.Skip(1)], listing.Ids(Ada));
        Assert.Equal(Count, listing.Count(Ada));
        var use = server.Get<RunArchive>().StorageOf(Ada);
        Assert.Equal((Count - 1, 100L * (Count - 1)), (use.Runs, use.Bytes));
        go.Set();
    }

    [Fact]
    public async Task Of_thousands_of_runs_those_are_said_to_leave_next_that_must_the_oldest_first()
    {
        await using var server = await Start(
            _folder, _training.Backend,
            options => (options.MaxStoredRunsPerLearner, options.MaxStoredBytesPerLearner) = (Count, 100 * (Count - 2)));
        var ids = Store(server);
        await server.Get<RunArchive>().Star(Ada, ids[^2], true);

        var use = server.Get<RunArchive>().StorageOf(Ada);

        Assert.Equal((Count, 100L * Count), (use.Runs, use.Bytes));
        Assert.Equal([ids[^1], ids[^3], ids[^4]], use.LeavingNext); // 3: the next is as large as the largest
    }

    /// <returns>The ids of runs that have ended, newest first.</returns>
    private static List<RunId> Store(TestServer server)
    {
        using var context = Context(server);
        var runs = Enumerable.Range(0, Count).Select(i => new Run
        {
            Id = RunId.New(), Owner = Ada, Lesson = "softmax", Options = FakeTraining.Options(), Status = RunStatus.Completed,
            CreatedAt = DateTimeOffset.UnixEpoch.AddMinutes(i), WatchKey = "key", Epoch = 2, Step = 4,
        }).ToList();
        context.AddRange(runs);
        context.AddRange(runs.Select(run => new CheckpointRow { RunId = run.Id, Step = 4, Epoch = 2, Bytes = 100, At = run.CreatedAt }));
        foreach (var run in runs)
        {
            RunEvent[] events =
            [
                new EpochTrained(1, 2, 1.5, 1) { Number = 1 }, new EpochTrained(2, 4, 0.5, 1) { Number = 2 },
                new RunEnded(RunStatus.Completed, null) { Number = 3 },
            ];
            context.AddRange(events.Select(one => new RunEventRow { RunId = run.Id, Number = one.Number, Body = StoredJson.Write(one) }));
        }
        context.SaveChanges();
        return [.. runs.Select(run => run.Id).Reverse()];
    }

    private static MnistBlazorContext Context(TestServer server) =>
        server.Get<IDbContextFactory<MnistBlazorContext>>().CreateDbContext();
}
