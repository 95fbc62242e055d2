using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests;

public sealed class RunArchiveTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Name_note_star_and_accuracy_are_kept_whether_the_run_has_ended_or_not(bool ended)
    {
        Run run;
        using var go = new Gate(ended);
        _training.BeforeBatch = (_, _) => go.Wait();
        await using (var server = await Start(_folder, _training.Backend))
        {
            var archive = server.Get<RunArchive>();
            run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            if (ended) await server.UntilLastEvent(run);

            await archive.Rename(Ada, run.Id, " the big learning rate ");
            await archive.SetNote(Ada, run.Id, "worse");
            await archive.Star(Ada, run.Id, true);
            server.Runs.RecordAccuracy(Ada, run.Id, 0.91);
            await server.Until(run, now => now.Accuracy is not null);

            AssertKept(server);
            go.Set();
            await server.UntilLastEvent(run);
            await server.Stop();
        }
        await using var next = await Start(_folder, _training.Backend);
        AssertKept(next);

        void AssertKept(TestServer server)
        {
            var now = server.Runs.Find(Ada, run.Id)!;
            Assert.Equal(("the big learning rate", "worse", true, 0.91), (now.Name, now.Note, now.Starred, now.Accuracy));
        }
    }

    [Fact]
    public async Task A_name_past_its_bound_is_refused_and_a_blank_one_is_none()
    {
        await using var server = await Start(_folder, _training.Backend);
        var archive = server.Get<RunArchive>();
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());

        await Assert.ThrowsAsync<ArgumentException>(() => archive.Rename(Ada, run.Id, new string('x', RunArchive.MaxNameLength + 1)));
        await archive.Rename(Ada, run.Id, "  ");

        Assert.Null(server.Runs.Find(Ada, run.Id)!.Name);
    }

    [Fact]
    public async Task A_deleted_run_is_out_of_sight_and_comes_back_by_undo()
    {
        await using var server = await Start(_folder, _training.Backend);
        var archive = server.Get<RunArchive>();
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var events = await server.UntilLastEvent(run);

        await archive.Delete(Ada, run.Id);
        Assert.Null(server.Runs.Find(Ada, run.Id));
        Assert.Null(server.Runs.FindByWatchKey(run.Id, run.WatchKey));
        Assert.Empty(server.Runs.List(Ada));
        await archive.Undelete(Bert, run.Id);
        Assert.Null(server.Runs.Find(Ada, run.Id));

        await archive.Undelete(Ada, run.Id);
        Assert.Equal(run.Id, server.Runs.List(Ada).Single().Id);
        Assert.Equal(events, server.Events(run));
    }

    [Fact]
    public async Task Deleting_a_run_that_trains_stops_it()
    {
        await using var server = await Start(_folder, _training.Backend);
        using var deleted = new Gate();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _training.BeforeBatch = (_, step) =>
        {
            if (step != 12) return;
            reached.SetResult();
            deleted.Wait();
        };
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await reached.Task;

        await server.Get<RunArchive>().Delete(Ada, run.Id);
        Assert.Null(server.Runs.Find(Ada, run.Id));
        deleted.Set();
        await Until(signal => server.Runs.Subscribe(run.Id, signal), () => server.Get<LiveRuns>().Find(run.Id), live => live is null);

        await server.Get<RunArchive>().Undelete(Ada, run.Id);
        Assert.Equal((RunStatus.Stopped, 12), (server.Runs.Find(Ada, run.Id)!.Status, server.Runs.Find(Ada, run.Id)!.Step));
    }

    [Fact]
    public async Task Past_the_bound_the_oldest_run_without_a_star_leaves_and_that_was_said_in_advance()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.MaxStoredRunsPerLearner = 2);
        var archive = server.Get<RunArchive>();
        var first = await RunToEnd(server);
        await archive.Star(Ada, first.Id, true);
        var second = await RunToEnd(server);
        Assert.Equal([second.Id], archive.StorageOf(Ada).LeavingNext);

        var third = await RunToEnd(server);
        await Until(signal => server.Runs.Subscribe(Ada, signal), () => server.Runs.List(Ada), runs => runs.Count == 2);

        Assert.Equal([third.Id, first.Id], server.Runs.List(Ada).Select(run => run.Id));
        Assert.Equal(2, archive.StorageOf(Ada).Runs);
        Assert.Empty(server.Events(second));
    }

    [Fact]
    public async Task Older_runs_keep_their_last_checkpoint_and_starred_ones_all()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.RunsWithAllCheckpoints = 1);
        var (archive, forks) = (server.Get<RunArchive>(), server.Get<RunForks>());
        var starred = await RunToEnd(server);
        await archive.Star(Ada, starred.Id, true);
        var older = await RunToEnd(server);
        var newest = await RunToEnd(server);
        await Until(signal => server.Runs.Subscribe(Ada, signal), () => Files(older).Length, files => files == 1);

        Assert.Equal([30], forks.Checkpoints(Ada, older.Id).Select(checkpoint => checkpoint.Step));
        Assert.Equal([10, 20, 30], forks.Checkpoints(Ada, newest.Id).Select(checkpoint => checkpoint.Step));
        Assert.Equal([10, 20, 30], forks.Checkpoints(Ada, starred.Id).Select(checkpoint => checkpoint.Step));

        string[] Files(Run run) => Directory.GetFiles(Path.Combine(_folder.Path, "runs", run.Id.Value), "*.checkpoint");
    }

    [Fact]
    public async Task When_stars_keep_everything_a_new_run_is_refused_until_one_is_taken_away()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.MaxStoredRunsPerLearner = 1);
        var archive = server.Get<RunArchive>();
        var only = await RunToEnd(server);
        await archive.Star(Ada, only.Id, true);

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
        Assert.Equal(new("run.refused.all-starred", "1", "1024"), refused.Reason);
        await archive.Star(Ada, only.Id, false);

        await RunToEnd(server);
    }

    [Fact]
    public async Task A_full_server_refuses_who_has_nothing_to_give_for_it_and_takes_nothing_away_from_others()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.MaxStoredRuns = 3);
        var archive = server.Get<RunArchive>();
        var adas = await RunToEnd(server);
        var starred = await RunToEnd(server, Bert);
        await archive.Star(Bert, starred.Id, true);
        var berts = await RunToEnd(server, Bert);

        var refused = await Assert.ThrowsAsync<RunRefusedException>(
            () => server.Runs.StartAsync(new LearnerId("new"), "softmax", FakeTraining.Options()));
        Assert.Equal(new("run.refused.server-full", "3", "65536"), refused.Reason);
        Assert.Equal([berts.Id], archive.StorageOf(Bert).LeavingNext);

        var next = await RunToEnd(server, Bert);
        await Until(signal => server.Runs.Subscribe(Bert, signal), () => server.Runs.List(Bert), runs => runs.Count == 2);
        Assert.Equal([next.Id, starred.Id], server.Runs.List(Bert).Select(run => run.Id));
        Assert.Equal([adas.Id], server.Runs.List(Ada).Select(run => run.Id));
    }

    [Fact]
    public async Task Throwing_the_cookie_away_gives_an_address_no_more_than_half_of_the_room()
    {
        await using var server = await Start(_folder, _training.Backend, options => options.MaxStoredRuns = 6);
        for (var cookie = 0; cookie < 3; cookie++) await RunToEnd(server, Seen(cookie));

        var refused = await Assert.ThrowsAsync<RunRefusedException>(
            () => server.Runs.StartAsync(Seen(3), "softmax", FakeTraining.Options()));

        Assert.Equal(new("run.refused.server-full-of-address", "3", "32768"), refused.Reason);
        await RunToEnd(server, Bert); // from elsewhere

        LearnerId Seen(int cookie)
        {
            var learner = new LearnerId($"cookie {cookie}");
            server.Get<LearnerAddresses>().Saw(learner, "192.0.2.7");
            return learner;
        }
    }

    [Fact]
    public void Bytes_are_bounded_as_runs_are_and_stars_count_but_stay()
    {
        StoredRun Stored(int day, long bytes, bool starred = false) =>
            new(RunId.New(), DateTimeOffset.UnixEpoch.AddDays(day), starred, bytes);
        StoredRun[] runs = [Stored(4, 10), Stored(3, 30), Stored(2, 20, starred: true), Stored(1, 40)];

        Assert.Empty(RunRetention.Leaving(runs, maxRuns: 4, maxBytes: 100));
        Assert.Equal([runs[3]], RunRetention.Leaving(runs, maxRuns: 4, maxBytes: 99));
        Assert.Equal([runs[3], runs[1]], RunRetention.Leaving(runs, maxRuns: 4, maxBytes: 50));
        Assert.Equal([runs[3], runs[1], runs[0]], RunRetention.Leaving(runs, maxRuns: 0, maxBytes: 100));
    }

    private static Task<Run> RunToEnd(TestServer server) => RunToEnd(server, Ada);

    private static async Task<Run> RunToEnd(TestServer server, LearnerId learner)
    {
        var run = await server.Runs.StartAsync(learner, "softmax", FakeTraining.Options());
        await server.UntilLastEvent(run);
        await Until(signal => server.Runs.Subscribe(run.Id, signal), () => server.Get<LiveRuns>().Find(run.Id), live => live is null);
        return run;
    }
}
