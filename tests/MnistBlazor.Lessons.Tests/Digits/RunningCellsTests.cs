using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Tests.Notebook;
using MnistBlazor.Runs.Contracts;
using static MnistBlazor.Lessons.Cells.CellStatus;
using static MnistBlazor.Lessons.Tests.Notebook.CellIds;

namespace MnistBlazor.Lessons.Tests.Digits;

/// <summary>Which cells run, in which order, and what a stop, a failure or a crash leaves.</summary>
public class RunningCellsTests
{
    private readonly NotebookUnderTest _notebook = new();

    [Fact]
    public void Run_all_runs_every_cell_once_in_the_lessons_order()
    {
        _notebook.RunAllToTheEnd();

        Assert.Equal(
            [Setup, Data, Batches, Model, Loss, Training, Evaluation, Shifts, Draw], _notebook.Started.Select(start => start.Cell));
        Assert.All(_notebook.State.Cells, cell => Assert.Equal((Done, CellValidity.Evaluated), (cell.Status, cell.Validity)));
    }

    [Fact]
    public void Run_all_twice_starts_nothing_twice()
    {
        _notebook.RunAll().End().RunAll().EndAll().RunAll();

        Assert.Equal(9, _notebook.Started.Count);
        Assert.False(_notebook.State.Busy);
    }

    [Fact]
    public void Running_a_cell_runs_what_it_needs_first_and_nothing_else()
    {
        _notebook.Run(Model).EndAll();

        Assert.Equal([Setup, Model], _notebook.Started.Select(start => start.Cell));
        Assert.Equal("Done Ready Ready Done Ready Ready Ready Ready Ready", _notebook.Statuses);
    }

    [Fact]
    public void Running_a_finished_cell_runs_that_cell_again_and_not_what_it_needs()
    {
        _notebook.RunAllToTheEnd().Run(Evaluation);

        Assert.Equal(Evaluation, _notebook.State.Running?.Id);
        Assert.Equal(10, _notebook.Started.Count);
    }

    [Fact]
    public void What_is_quick_runs_when_the_lesson_is_first_opened()
    {
        _notebook.Do(new OpenNotebook()).EndAll();

        Assert.Equal("Done Done Done Done Done Ready Ready Ready Ready", _notebook.Statuses);
    }

    [Fact]
    public void A_lesson_opened_again_runs_nothing_by_itself_also_after_it_was_cleared()
    {
        _notebook.Do(new OpenNotebook()).EndAll().Set("seed", "7").Started.Clear();
        _notebook.Do(new OpenNotebook()).EndAll().Do(new RestartNotebook()).Do(new OpenNotebook()).EndAll();

        Assert.Empty(_notebook.Started);
    }

    [Fact]
    public void Stop_empties_the_queue_and_cancels_what_runs()
    {
        _notebook.RunAll().EndUntil(Training).Begin().Do(new StopCells());

        Assert.Equal([new CancelEvaluation(_notebook[Training].Evaluation!.Number)], _notebook.Effects);
        Assert.Equal("Done Done Done Done Done Running Ready Ready Ready", _notebook.Statuses);
    }

    [Fact]
    public void Stopped_training_can_be_evaluated()
    {
        _notebook.RunAll().EndUntil(Training).End(EvaluationEnd.Stopped).Do(new StopCells()).End(EvaluationEnd.Cancelled);
        Assert.Equal((Done, CellValidity.Aborted), (_notebook[Training].Status, _notebook[Training].Validity));

        _notebook.Started.Clear();
        _notebook.Run(Evaluation).EndAll();

        Assert.Equal([Evaluation], _notebook.Started.Select(start => start.Cell));
        Assert.Equal(CellValidity.Evaluated, _notebook[Evaluation].Validity);
    }

    [Fact]
    public void Run_all_after_a_stop_trains_to_the_end_and_evaluates_again()
    {
        _notebook.RunAll().EndUntil(Training).End(EvaluationEnd.Stopped).EndAll().Started.Clear();
        _notebook.RunAll().EndAll();

        Assert.Equal([Training, Evaluation, Shifts, Draw], _notebook.Started.Select(start => start.Cell));
    }

    [Fact]
    public void A_training_stopped_before_its_first_batch_leaves_nothing_to_evaluate()
    {
        _notebook.RunAll().EndUntil(Training).End(EvaluationEnd.Cancelled);

        Assert.Equal("Done Done Done Done Done Ready Ready Ready Ready", _notebook.Statuses);
        Assert.Null(_notebook.State.Run);
    }

    [Theory]
    [InlineData(EvaluationEnd.Cancelled)]
    [InlineData(EvaluationEnd.Lost)]
    public void A_training_that_leaves_nothing_leaves_what_the_one_before_was_evaluated_to(EvaluationEnd end)
    {
        _notebook.RunAllToTheEnd().Run(Training).Begin().End(end);

        Assert.Equal((Ready, CellValidity.Aborted), (_notebook[Training].Status, _notebook[Training].Validity));
        Assert.All([Evaluation, Shifts, Draw], kind => Assert.Equal(CellValidity.Evaluated, _notebook[kind].Validity));
    }

    [Fact]
    public void A_failure_says_why_and_takes_only_what_depends_on_it_out_of_the_queue()
    {
        _notebook.RunAll().EndUntil(Data).End(EvaluationEnd.Failed);

        Assert.Equal("Done Failed Ready Running Ready Ready Ready Ready Ready", _notebook.Statuses);
        Assert.Equal(new Message("test.failure"), _notebook[Data].Failure);
    }

    [Fact]
    public void A_refused_run_fails_training_alone_and_the_run_before_stays_usable()
    {
        _notebook.RunAllToTheEnd();
        var first = _notebook.State.Run;
        _notebook.Run(Training);
        var number = _notebook[Training].Evaluation!.Number;
        _notebook.Do(new EvaluationEnded(number, EvaluationEnd.Failed, null, new Message("run.queue-full"), TimeSpan.Zero));

        Assert.Equal("Done Done Done Done Done Failed Done Done Done", _notebook.Statuses);
        Assert.Equal(CellValidity.Evaluated, _notebook[Draw].Validity);
        Assert.Equal(first, _notebook.State.PreviousRun);
    }

    [Fact]
    public void A_failed_cell_can_be_run_again()
    {
        _notebook.Run(Setup).End(EvaluationEnd.Failed).Run(Setup);
        Assert.Null(_notebook[Setup].Failure);

        _notebook.End();
        Assert.Equal(Done, _notebook[Setup].Status);
    }

    [Fact]
    public void A_failure_stays_readable_when_the_cell_leaves_the_queue_again()
    {
        _notebook.Run(Model).End().End(EvaluationEnd.Failed);
        _notebook.Run(Data).Run(Model).Do(new StopCells()).End(EvaluationEnd.Cancelled);

        Assert.Equal((Failed, new Message("test.failure")), (_notebook[Model].Status, _notebook[Model].Failure));
    }

    [Fact]
    public void Pause_resume_and_step_concern_the_run_that_trains()
    {
        _notebook.RunAll().EndUntil(Training).Begin();
        var run = _notebook.State.Run!.Value;
        var number = _notebook[Training].Evaluation!.Number;

        Assert.Equal([new PauseRun(run)], _notebook.Do(new PauseTraining()).Effects);
        // The run may be held already: the notebook hears of it a moment later, and a click in between counts.
        Assert.Equal([new StepRun(run, StepLength.Batch)], _notebook.Do(new StepTraining(StepLength.Batch)).Effects);
        Assert.Equal(Running, _notebook[Training].Status);
        Assert.Equal(Paused, _notebook.Do(new TrainingPaused(number))[Training].Status);
        Assert.Equal([new StepRun(run, StepLength.Epoch)], _notebook.Do(new StepTraining(StepLength.Epoch)).Effects);
        Assert.Equal([new ResumeRun(run)], _notebook.Do(new ResumeTraining()).Effects);
        Assert.Equal(Running, _notebook.Do(new TrainingResumed(number))[Training].Status);
    }

    [Fact]
    public void Restart_forgets_results_and_keeps_parameters()
    {
        _notebook.RunAllToTheEnd().Set("epochs", "3").Run(Training).Begin().Do(new RestartNotebook());

        Assert.All(_notebook.State.Cells, cell => Assert.Equal(CellState.NeverRun(cell.Id), cell));
        Assert.Equal("3", _notebook.State.Parameters.Text("epochs"));
        Assert.Null(_notebook.State.PreviousRun);
    }

    [Fact]
    public void What_was_running_before_a_restart_cannot_report_into_what_runs_after_it()
    {
        _notebook.RunAll().EndUntil(Data);
        var late = NotebookUnderTest.Ending(_notebook.State, EvaluationEnd.Completed);
        _notebook.Do(new RestartNotebook()).RunAll().EndUntil(Data).Do(late);

        Assert.Equal(Running, _notebook[Data].Status);
    }

    [Fact]
    public void After_a_crash_a_known_run_is_followed_and_the_queue_goes_on_behind_it()
    {
        _notebook.RunAll().EndUntil(Training).Begin().Do(new Recover(RunIsKnown: true));

        Assert.Equal([new FollowRun(_notebook[Training].Evaluation!.Number, _notebook.State.Run!.Value)], _notebook.Effects);
        _notebook.EndAll();
        Assert.Equal(Done, _notebook[Draw].Status);
    }

    [Fact]
    public void After_a_crash_anything_else_is_aborted_and_says_so()
    {
        _notebook.RunAll().EndUntil(Data).Do(new Recover(RunIsKnown: true));

        Assert.Equal((Ready, CellValidity.Aborted), (_notebook[Data].Status, _notebook[Data].Validity));
        Assert.Equal("cell.lost", _notebook[Data].Failure?.Code);
        Assert.Equal(Model, _notebook.State.Running?.Id);
        Assert.Equal(Ready, _notebook[Batches].Status);
    }
}
