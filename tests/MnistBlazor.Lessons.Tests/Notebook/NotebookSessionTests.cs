using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Lessons.Tests.Notebook;

public class NotebookSessionTests
{
    private readonly ScriptedEvaluator _cells = new();
    private readonly ConcurrentQueue<NotebookState> _saved = [];
    private readonly NotebookSession _session;

    public NotebookSessionTests() => _session = Open(NotebookState.New(NotebookUnderTest.Lesson));

    [Fact]
    public async Task A_cell_runs_after_what_it_needs_and_shows_its_output_and_how_long_it_took()
    {
        _session.Run(ModelCell.Name);
        (await _cells.NextAsync(SetupCell.Name)).Complete();
        (await _cells.NextAsync(ModelCell.Name)).Complete();
        await BecomesAsync(state => !state.Busy);

        var model = _session.State.Cell(ModelCell.Name);
        Assert.Equal(CellStatus.Done, model.Status);
        Assert.Equal(7850, Assert.IsType<ModelOutput>(model.Output).ParameterCount);
        Assert.True(model.Duration >= TimeSpan.Zero);
    }

    [Fact]
    public async Task Every_page_that_shows_the_notebook_is_told_of_every_change()
    {
        using var first = new Page(_session);
        using var second = new Page(_session);

        _session.SetParameter("epochs", "3");
        await first.SeesAsync(state => state.Parameters.Text("epochs") == "3");
        await second.SeesAsync(state => state.Parameters.Text("epochs") == "3");

        _session.Run(SetupCell.Name);
        (await _cells.NextAsync()).Complete();
        await first.SeesAsync(state => state.Cell(SetupCell.Name).Status == CellStatus.Done);
        await second.SeesAsync(state => state.Cell(SetupCell.Name).Status == CellStatus.Done);
    }

    [Fact]
    public void A_page_that_has_gone_is_not_told()
    {
        using var page = new Subscription(TimeSpan.Zero);
        _session.Subscribe(page).Dispose();
        _session.SetParameter("epochs", "3");

        Assert.False(page.NextAsync(TestContext.Current.CancellationToken).IsCompleted);
    }

    [Fact]
    public async Task A_page_may_use_the_session_while_it_is_told_and_one_that_fails_disturbs_no_other()
    {
        var told = 0;
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var failing = new Subscription(
            TimeSpan.Zero, () => throw new InvalidOperationException("This page is broken."), _ => Task.CompletedTask);
        using var failingChanges = _session.Subscribe(failing);
        using var nested = new Subscription(
            TimeSpan.Zero,
            () =>
            {
                if (++told == 1) _session.SetParameter("seed", "5");
                else again.TrySetResult();
                return Task.CompletedTask;
            },
            _ => Task.CompletedTask);
        using var nestedChanges = _session.Subscribe(nested);

        Assert.Null(_session.SetParameter("epochs", "3"));
        await again.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("5", _session.State.Parameters.Text("seed"));
    }

    [Fact]
    public void A_value_out_of_bounds_is_answered_with_the_bounds_and_changes_nothing()
    {
        var before = _session.State;

        Assert.Equal(new Message("parameter.range", "1", "100"), _session.SetParameter("epochs", "101"));
        Assert.Equal(new Message("parameter.whole-number", "1", "100"), _session.SetParameter("epochs", null));
        Assert.Equal(new Message("parameter.unknown"), _session.SetParameter("<script>", "1"));

        Assert.Same(before, _session.State);
    }

    [Fact]
    public async Task Stop_reaches_the_evaluation_and_a_stopped_training_stays_usable()
    {
        _session.Run(TrainingCell.Name);
        for (var cell = 0; cell < 5; cell++)
            (await _cells.NextAsync()).Complete();
        var training = await _cells.NextAsync(TrainingCell.Name);
        var run = training.Begin();

        _session.Stop();
        await training.StoppedAsync();
        training.Result.SetResult(new CellResult(EvaluationEnd.Stopped, new TrainingOutput(run)));
        await BecomesAsync(state => state.Cell(TrainingCell.Name).Status == CellStatus.Done);

        _session.Run(DrawCell.Name);
        Assert.Equal(run, (await _cells.NextAsync(DrawCell.Name)).Run);
    }

    [Fact]
    public async Task An_exception_becomes_the_cells_failure()
    {
        _session.Run(SetupCell.Name);
        (await _cells.NextAsync()).Result.SetException(new InvalidOperationException("No luck.\n   at a::stack::trace"));
        await BecomesAsync(state => !state.Busy);

        var setup = _session.State.Cell(SetupCell.Name);
        Assert.Equal((CellStatus.Failed, new Message("cell.error", "No luck.")), (setup.Status, setup.Failure));
    }

    [Fact]
    public async Task A_refused_run_says_why_and_the_other_cells_keep_their_results()
    {
        _session.Run(TrainingCell.Name);
        for (var cell = 0; cell < 5; cell++)
            (await _cells.NextAsync()).Complete();
        var reason = new Message("run.refused.queue-full", "200");
        (await _cells.NextAsync(TrainingCell.Name)).Result.SetException(new RunRefusedException(reason));
        await BecomesAsync(state => !state.Busy);

        Assert.Equal(reason, _session.State.Cell(TrainingCell.Name).Failure);
        Assert.All(_session.State.Cells.Take(5), cell => Assert.Equal(CellStatus.Done, cell.Status));
    }

    [Fact]
    public async Task After_a_restart_nothing_begins_before_what_was_running_has_ended()
    {
        _session.Run(SetupCell.Name);
        var before = await _cells.NextAsync();
        _session.Restart();
        _session.Run(SetupCell.Name);

        await before.StoppedAsync();
        before.Complete();
        (await _cells.NextAsync()).Complete();
        await BecomesAsync(state => state.Cell(SetupCell.Name).Status == CellStatus.Done);

        Assert.Equal(1, _cells.MostOverlapping);
    }

    [Fact]
    public async Task Pause_and_resume_reach_the_run_and_a_control_that_fails_breaks_nothing()
    {
        _session.Run(TrainingCell.Name);
        for (var cell = 0; cell < 5; cell++)
            (await _cells.NextAsync()).Complete();
        var training = await _cells.NextAsync(TrainingCell.Name);
        training.Begin();

        _session.Pause();
        Assert.Equal("pause", await _cells.NextControlAsync());
        training.Report(new TrainingPaused(training.Number));
        Assert.Equal(CellStatus.Paused, _session.State.Cell(TrainingCell.Name).Status);

        // The run has just been deleted: see ScriptedEvaluator.Step.
        _session.StepBatch();
        _session.Resume();
        Assert.Equal("resume", await _cells.NextControlAsync());
        training.Report(new TrainingResumed(training.Number));
        Assert.Equal(CellStatus.Running, _session.State.Cell(TrainingCell.Name).Status);
    }

    [Fact]
    public async Task Operations_from_many_threads_are_applied_one_at_a_time()
    {
        await Parallel.ForEachAsync(Enumerable.Range(1, 40), (number, _) =>
        {
            _session.SetParameter("seed", $"{number}");
            _session.RunAll();
            _session.Stop();
            return ValueTask.CompletedTask;
        });

        // Every change was noted: as many undos lead back to the start.
        var undone = 0;
        while (_session.Undo()) undone++;
        Assert.Equal(NotebookUnderTest.Lesson.Defaults, _session.State.Parameters);
        Assert.InRange(undone, 1, 40);
        Assert.True(_cells.MostOverlapping <= 1);
    }

    [Fact]
    public async Task What_changed_is_saved_at_the_latest_when_the_server_stops_and_a_closed_session_takes_nothing_more()
    {
        _session.SetParameter("epochs", "3");
        await _session.ShutDownAsync();
        Assert.True(_session.TryClose());
        _session.SetParameter("epochs", "4");

        Assert.Equal("3", _saved.Last().Parameters.Text("epochs"));
        Assert.Equal("3", _session.State.Parameters.Text("epochs"));
    }

    [Fact]
    public async Task A_session_that_works_or_is_looked_at_does_not_close()
    {
        using (_session.Subscribe(new Subscription(TimeSpan.Zero))) Assert.False(_session.TryClose());

        _session.Run(SetupCell.Name);
        Assert.False(_session.TryClose());

        (await _cells.NextAsync()).Complete();
        await BecomesAsync(state => !state.Busy);
        await _session.ShutDownAsync();
        Assert.True(_session.TryClose());
    }

    [Fact]
    public async Task While_the_store_cannot_be_written_the_notebook_works_and_says_so()
    {
        var full = new IOException("No space left on device.");
        var session = Open(NotebookState.New(NotebookUnderTest.Lesson), _ => throw full);
        using var page = new Page(session);

        session.SetParameter("epochs", "3");
        await page.SeesAsync(_ => session.NotSaved is not null);

        Assert.Equal("session.not-saved", session.NotSaved?.Code);
        Assert.True(session.State.Cells.All(cell => cell.Status == CellStatus.Ready));
        Assert.Equal("3", session.State.Parameters.Text("epochs"));
    }

    private NotebookSession Open(NotebookState state, Func<NotebookState, Task<SessionSaving>>? save = null) =>
        new(NotebookUnderTest.Lesson, state, _cells, save ?? Save, NullLogger.Instance);

    private Task<SessionSaving> Save(NotebookState state)
    {
        _saved.Enqueue(state);
        return Task.FromResult(SessionSaving.Saved);
    }

    private async Task BecomesAsync(Func<NotebookState, bool> condition)
    {
        using var page = new Page(_session);
        await page.SeesAsync(condition);
    }

    /// <summary>Someone who looks at the notebook whenever told to.</summary>
    private sealed class Page : IDisposable
    {
        private readonly NotebookSession _session;
        private readonly Subscription _subscription = new(TimeSpan.Zero);
        private readonly IDisposable _changes;

        public Page(NotebookSession session)
        {
            _session = session;
            _changes = session.Subscribe(_subscription);
        }

        public async Task SeesAsync(Func<NotebookState, bool> condition)
        {
            while (!condition(_session.State)) await _subscription.NextAsync(TestContext.Current.CancellationToken);
        }

        public void Dispose()
        {
            _changes.Dispose();
            _subscription.Dispose();
        }
    }
}
