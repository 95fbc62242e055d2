using Microsoft.Extensions.Time.Testing;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Notebook;

public sealed class SessionRegistryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_learner_has_one_notebook_per_lesson_and_no_one_elses()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var sessions = server.Get<SessionRegistry>();

        var first = sessions.Open(TestServer.Ada, "softmax");

        Assert.Same(first, sessions.Open(TestServer.Ada, "softmax"));
        Assert.NotSame(first, sessions.Open(TestServer.Ada, "mlp"));
        Assert.NotSame(first, sessions.Open(TestServer.Bert, "softmax"));
        Assert.Throws<ArgumentException>(() => sessions.Open(TestServer.Ada, "no-such"));
    }

    [Fact]
    public async Task Many_tabs_that_open_at_once_get_the_same_notebook()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var sessions = server.Get<SessionRegistry>();

        var opened = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => sessions.Open(TestServer.Ada, "softmax"))));

        Assert.Single(opened.Distinct());
    }

    [Fact]
    public async Task A_notebook_outlives_an_orderly_restart_with_its_results()
    {
        var server = await LiveNotebooks.StartAsync(_folder);
        var session = server.OpenSoftmax();
        session.RunAll();
        var before = await session.UntilIdleAsync();
        await server.Stop();

        await using var next = await LiveNotebooks.StartAsync(_folder);
        var after = next.OpenSoftmax().State;

        Assert.All(after.Cells, cell => Assert.Equal((CellStatus.Done, CellValidity.Evaluated), (cell.Status, cell.Validity)));
        Assert.Equal(NotebookJson.Write(session.Lesson, before), NotebookJson.Write(session.Lesson, after));
        Assert.True(after.CanUndo);
    }

    [Fact]
    public async Task A_training_that_a_restart_interrupts_goes_on_and_so_does_the_queue_behind_it()
    {
        var tenth = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TestServer? server = null;
        server = await LiveNotebooks.StartAsync(_folder, step =>
        {
            if (step != 10) return;
            tenth.SetResult();
            SpinWait.SpinUntil(() => server!.IsEnding);
        });
        var session = server.OpenSoftmax();
        session.SetParameter("epochs", "10");
        session.RunAll();
        await tenth.Task;
        var run = (await session.UntilAsync(state => state.Run is not null)).Run!.Value;
        await server.Stop();

        await using var next = await LiveNotebooks.StartAsync(_folder);
        var restored = next.OpenSoftmax();
        var state = await restored.UntilIdleAsync();

        Assert.Equal(run, state.Run);
        Assert.True(state.Cells.All(cell => cell.Status == CellStatus.Done), state.Describe());
        Assert.Equal(RunStatus.Completed, next.Runs.Find(TestServer.Ada, run)!.Status);
    }

    [Theory]
    [InlineData("4", true)]
    [InlineData("5", false)]
    public async Task A_crash_before_the_notebook_is_saved_with_its_new_run_does_not_part_the_two(string epochsInNotebook, bool found)
    {
        using var killed = new Gate();
        var server = await LiveNotebooks.StartAsync(_folder, _ => killed.Wait());
        var session = server.OpenSoftmax();
        session.Run(TrainingCell.Name);
        NotebookState state = await session.UntilAsync(state => state.Run is not null);
        var run = state.Run!.Value;
        await TestServer.Until(
            signal => server.Runs.Subscribe(run, signal), () => server.Runs.EventsAfter(run, 0), events => events.Count > 0);
        await session.ShutDownAsync();
        var training = state.Cell(TrainingCell.Name);
        var asked = training.Evaluation! with { Run = null, Values = training.Evaluation.Values.With("epochs", epochsInNotebook) };
        var (store, changed) = (server.Get<SessionStore>(), state.With(training with { Output = null, Evaluation = asked }));
        await store.SaveAsync(TestServer.Ada, session.Lesson, changed, store.Load(TestServer.Ada, session.Lesson).Version);
        server.StopWriting();
        killed.Set();
        await server.DisposeAsync();

        await using var next = await LiveNotebooks.StartAsync(_folder);
        var after = await next.OpenSoftmax().UntilIdleAsync();

        Assert.Equal(found ? run : null, after.Run);
        Assert.Equal(
            found ? (CellStatus.Done, null) : (CellStatus.Ready, "cell.lost"),
            (after.Cell(TrainingCell.Name).Status, after.Cell(TrainingCell.Name).Failure?.Code));
        await next.Until(next.Runs.Find(TestServer.Ada, run)!, now => now.Status == RunStatus.Completed);
    }

    [Fact]
    public async Task What_cannot_be_followed_after_a_crash_is_aborted_and_says_so()
    {
        var loading = new TaskCompletionSource();
        var server = await LiveNotebooks.StartAsync(_folder, load: async cancellation =>
        {
            loading.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        });
        var session = server.OpenSoftmax();
        session.Run(DataCell.Name);
        await loading.Task;
        await session.ShutDownAsync();
        await server.DisposeAsync();

        await using var next = await LiveNotebooks.StartAsync(_folder);
        var data = next.OpenSoftmax().State.Cell(DataCell.Name);

        Assert.Equal((CellStatus.Ready, CellValidity.Aborted, "cell.lost"), (data.Status, data.Validity, data.Failure?.Code));
    }

    [Fact]
    public async Task An_idle_notebook_leaves_memory_and_comes_back_as_it_was()
    {
        var time = new JumpingClock();
        await using var server = await LiveNotebooks.StartAsync(_folder, time: time);
        var sessions = server.Get<SessionRegistry>();
        var session = server.OpenSoftmax();
        session.Run(ModelCell.Name);
        var before = await session.UntilIdleAsync();
        await session.ShutDownAsync();

        sessions.CloseIdle();
        Assert.Same(session, sessions.Open(TestServer.Ada, "softmax"));
        time.Jump = TimeSpan.FromHours(1); // the clock was set: nobody has been idle for that long
        sessions.CloseIdle();
        Assert.Same(session, sessions.Open(TestServer.Ada, "softmax"));
        time.Advance(TimeSpan.FromMinutes(11));
        sessions.CloseIdle();
        var reopened = sessions.Open(TestServer.Ada, "softmax");

        Assert.NotSame(session, reopened);
        Assert.Equal(NotebookJson.Write(session.Lesson, before), NotebookJson.Write(session.Lesson, reopened.State));
    }

    [Fact]
    public async Task A_notebook_that_is_looked_at_stays_however_long()
    {
        var time = new FakeTimeProvider();
        await using var server = await LiveNotebooks.StartAsync(_folder, time: time);
        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "softmax");
        using var page = session.Subscribe(new Subscription(TimeSpan.Zero));

        time.Advance(TimeSpan.FromDays(1));
        server.Get<SessionRegistry>().CloseIdle();

        Assert.Same(session, server.Get<SessionRegistry>().Open(TestServer.Ada, "softmax"));
    }

    [Fact]
    public async Task Past_the_bound_those_that_nobody_looks_at_make_room()
    {
        var time = new FakeTimeProvider();
        await using var server = await LiveNotebooks.StartAsync(_folder, configure: options => options.MaxOpenNotebooks = 3, time: time);
        var sessions = server.Get<SessionRegistry>();
        for (var learner = 0; learner < 10; learner++)
        {
            sessions.Open(new LearnerId($"learner{learner}"), "softmax");
            time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.InRange(sessions.Count, 1, 3);
    }

    [Fact]
    public async Task A_notebook_that_cannot_be_read_starts_anew()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        await server.Get<StoredSessions>().SaveAsync(TestServer.Ada, "softmax", () => "{\"Cells\":12}", new());

        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "softmax");

        Assert.Equal(session.Lesson.Defaults, session.State.Parameters);
        Assert.False(session.State.Busy);
    }

    [Fact]
    public async Task While_all_that_are_open_are_looked_at_a_newcomer_is_refused_and_nobody_loses_a_notebook()
    {
        var time = new FakeTimeProvider();
        await using var server = await LiveNotebooks.StartAsync(_folder, configure: options => options.MaxOpenNotebooks = 2, time: time);
        var sessions = server.Get<SessionRegistry>();
        var (one, other) = (sessions.Open(TestServer.Ada, "softmax"), sessions.Open(TestServer.Bert, "softmax"));
        using var onesPage = one.Subscribe(new Subscription(TimeSpan.Zero));
        var othersPage = other.Subscribe(new Subscription(TimeSpan.Zero));
        time.Advance(TimeSpan.FromHours(1));

        var refused = Assert.Throws<NotebookRefusedException>(() => sessions.Open(new LearnerId("new"), "softmax"));

        Assert.Equal("session.too-many-open", refused.Reason.Code);
        Assert.Same(one, sessions.Open(TestServer.Ada, "softmax"));
        othersPage.Dispose();
        sessions.Open(new LearnerId("new"), "softmax");
    }

    [Fact]
    public async Task Throwing_the_cookie_away_opens_no_more_notebooks_than_an_address_may_have()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder, configure: options => options.MaxOpenNotebooks = 4);
        var sessions = server.Get<SessionRegistry>();
        for (var cookie = 0; cookie < 2; cookie++) sessions.Open(Seen(server, cookie), "softmax");

        Assert.Throws<NotebookRefusedException>(() => sessions.Open(Seen(server, 2), "softmax"));

        sessions.Open(TestServer.Bert, "softmax"); // from elsewhere
    }

    [Fact]
    public async Task Past_the_bound_of_the_store_a_newcomers_notebook_is_not_kept_and_says_so_and_everyone_elses_is()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder, configure: options => options.MaxStoredNotebooks = 2);
        var sessions = server.Get<SessionRegistry>();
        foreach (var learner in new[] { "oldest", "older" })
        {
            var kept = sessions.Open(new LearnerId(learner), "softmax");
            kept.SetParameter("epochs", "3");
            await kept.ShutDownAsync();
            Assert.Null(kept.NotSaved);
        }

        var session = sessions.Open(new LearnerId("newest"), "softmax");
        session.SetParameter("epochs", "3");
        session.Run(ModelCell.Name);
        await TestServer.Until(session.Subscribe, () => session.NotSaved, problem => problem is not null);
        await session.UntilIdleAsync();

        Assert.Equal("session.not-kept", session.NotSaved!.Code);
        Assert.Equal(CellStatus.Done, session.State.Cell(ModelCell.Name).Status);
        var store = server.Get<SessionStore>();
        Assert.Null(store.Load(new LearnerId("newest"), session.Lesson).State);
        Assert.All(["oldest", "older"], learner => Assert.NotNull(store.Load(new LearnerId(learner), session.Lesson).State));
        // Who has one goes on with it.
        var (oldest, version) = (new LearnerId("oldest"), store.Load(new LearnerId("oldest"), session.Lesson).Version);
        Assert.Equal(SessionSaving.Saved, await store.SaveAsync(oldest, session.Lesson, session.State, version));
    }

    [Fact]
    public async Task Throwing_the_cookie_away_stores_no_more_notebooks_than_an_address_may_have_and_looking_stores_none()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder, configure: options => options.MaxStoredNotebooks = 4);
        var (sessions, store) = (server.Get<SessionRegistry>(), server.Get<SessionStore>());
        var looking = sessions.Open(TestServer.Ada, "softmax");
        looking.Open();
        await looking.UntilIdleAsync();
        await looking.ShutDownAsync();
        Assert.Null(store.Load(TestServer.Ada, looking.Lesson).State);

        var kept = new List<SessionSaving>();
        for (var cookie = 0; cookie < 4; cookie++)
            kept.Add(await store.SaveAsync(Seen(server, cookie), looking.Lesson, looking.State, new()));

        Assert.Equal([SessionSaving.Saved, SessionSaving.Saved, SessionSaving.NoRoom, SessionSaving.NoRoom], kept);
        // From elsewhere.
        Assert.Equal(SessionSaving.Saved, await store.SaveAsync(TestServer.Bert, looking.Lesson, looking.State, new()));
    }

    [Fact]
    public async Task What_another_process_has_saved_meanwhile_stays_and_is_opened_anew()
    {
        await using var server = await LiveNotebooks.StartAsync(_folder);
        var (sessions, stored) = (server.Get<SessionRegistry>(), server.Get<StoredSessions>());
        var lesson = LessonCatalog.Find("softmax")!;
        var elsewhere = new SessionVersion();
        await stored.SaveAsync(TestServer.Ada, "softmax", () => With("3"), elsewhere);
        var stale = sessions.Open(TestServer.Ada, "softmax");
        Assert.Equal("3", stale.State.Parameters.Text("epochs"));
        Assert.Equal(SessionSaving.Saved, await stored.SaveAsync(TestServer.Ada, "softmax", () => With("7"), elsewhere));

        stale.SetParameter("epochs", "5");
        await TestServer.Until(stale.Subscribe, () => stale.IsOutdated, outdated => outdated);
        stale.SetParameter("epochs", "6"); // changes nothing any more
        var reopened = sessions.Open(TestServer.Ada, "softmax");

        Assert.Equal("5", stale.State.Parameters.Text("epochs"));
        Assert.Equal("7", reopened.State.Parameters.Text("epochs"));
        Assert.Equal(With("7"), stored.Find(TestServer.Ada, "softmax")!.Value.State);
        // One whose answer was lost on the way is known by its writer, and goes on; who has read nothing takes nothing's place.
        Assert.Equal(SessionSaving.Saved, await stored.SaveAsync(TestServer.Ada, "softmax", () => With("7"), elsewhere));
        Assert.Equal(SessionSaving.Outdated, await stored.SaveAsync(TestServer.Ada, "softmax", () => With("1"), new()));

        string With(string epochs) => NotebookJson.Write(
            lesson, NotebookState.New(lesson) with { Parameters = lesson.Defaults.With("epochs", epochs) });
    }

    private static LearnerId Seen(TestServer server, int cookie)
    {
        var learner = new LearnerId($"cookie {cookie}");
        server.Get<LearnerAddresses>().Saw(learner, "192.0.2.7");
        return learner;
    }
}
