using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using static MnistBlazor.Lessons.Tests.Notebook.CellIds;

namespace MnistBlazor.Lessons.Tests.Notebook;

/// <summary>What a change of parameters outdates, what it leaves, and how it is taken back.</summary>
public class StalenessTests
{
    private readonly NotebookUnderTest _notebook = new();

    [Fact]
    public void Another_learning_rate_makes_training_and_what_follows_stale_and_says_why()
    {
        _notebook.RunAllToTheEnd().Set("learning-rate", "0.5");

        Assert.Equal("Evaluated Evaluated Evaluated Evaluated Evaluated Stale Stale Stale Stale", _notebook.Validities);
        var reason = new StaleReason("learning-rate", "0.1", "0.5");
        Assert.All([Training, Evaluation, Shifts, Draw], kind => Assert.Equal(reason, _notebook[kind].StaleReason));
    }

    [Fact]
    public void Another_batch_size_leaves_the_data_and_the_model_as_they_are()
    {
        _notebook.RunAllToTheEnd().Set("batch-size", "100");

        Assert.Equal("Evaluated Evaluated Stale Evaluated Stale Stale Stale Stale Stale", _notebook.Validities);
    }

    [Fact]
    public void Another_seed_shuffles_the_batches_and_starts_from_other_weights_but_the_models_shape_stays()
    {
        _notebook.RunAllToTheEnd().Set("seed", "2");

        Assert.Equal("Evaluated Evaluated Stale Evaluated Stale Stale Stale Stale Stale", _notebook.Validities);
    }

    [Fact]
    public void Another_device_makes_everything_stale()
    {
        _notebook.RunAllToTheEnd().Set("device", "cuda:0");

        Assert.All(_notebook.State.Cells, cell => Assert.Equal(CellValidity.Stale, cell.Validity));
    }

    [Fact]
    public void A_value_changed_back_makes_cells_valid_again()
    {
        _notebook.RunAllToTheEnd().Set("learning-rate", "0.5").Set("learning-rate", "0.1");

        Assert.All(_notebook.State.Cells, cell => Assert.Equal(CellValidity.Evaluated, cell.Validity));
    }

    [Fact]
    public void Of_several_changed_parameters_the_one_that_the_lesson_names_first_is_the_reason()
    {
        _notebook.RunAllToTheEnd().Set("epochs", "3").Set("batch-size", "100");

        Assert.Equal("batch-size", _notebook[Training].StaleReason?.ParameterId);
        Assert.Equal("batch-size", _notebook[Draw].StaleReason?.ParameterId);
    }

    [Fact]
    public void Running_a_stale_cell_runs_the_stale_cells_it_needs_and_no_others()
    {
        _notebook.RunAllToTheEnd().Set("learning-rate", "0.5").Started.Clear();
        _notebook.Run(Evaluation).EndAll();

        Assert.Equal([Training, Evaluation], _notebook.Started.Select(start => start.Cell));
        Assert.Equal(CellValidity.Evaluated, _notebook[Evaluation].Validity);
    }

    [Fact]
    public void Training_again_makes_the_evaluation_of_the_run_before_stale()
    {
        _notebook.RunAllToTheEnd().Run(Training).EndAll();

        Assert.Equal(CellValidity.Evaluated, _notebook[Training].Validity);
        Assert.Equal(CellValidity.Stale, _notebook[Evaluation].Validity);
        Assert.Null(_notebook[Evaluation].StaleReason);
    }

    [Fact]
    public void Training_again_keeps_the_run_before_for_its_curve()
    {
        _notebook.RunAllToTheEnd();
        var first = _notebook.State.Run;
        _notebook.Run(Training).Begin();

        Assert.Equal(first, _notebook.State.PreviousRun);
        Assert.NotEqual(first, _notebook.State.Run);
    }

    [Fact]
    public void A_change_while_training_marks_the_training_stale_and_does_not_disturb_what_waits_for_it()
    {
        _notebook.RunAll().EndUntil(Training).Begin().Set("learning-rate", "0.5");
        Assert.Equal(CellValidity.Stale, _notebook[Training].Validity);

        _notebook.EndAll();

        Assert.Equal(9, _notebook.Started.Count);
        Assert.Equal("0.1", _notebook[Evaluation].Evaluation!.Values.Text("learning-rate"));
        Assert.Equal(new StaleReason("learning-rate", "0.1", "0.5"), _notebook[Evaluation].StaleReason);
    }

    [Fact]
    public void A_change_that_outdates_a_finished_training_trains_again_for_the_evaluation_that_waits()
    {
        _notebook.RunAllToTheEnd().Started.Clear();
        _notebook.Run(Setup).Run(Evaluation).Set("learning-rate", "0.5").EndAll();

        Assert.Equal([Setup, Training, Evaluation], _notebook.Started.Select(start => start.Cell));
        Assert.Equal("0.5", _notebook[Evaluation].Evaluation!.Values.Text("learning-rate"));
    }

    [Fact]
    public void A_change_before_a_queued_cell_runs_also_runs_what_it_made_stale()
    {
        _notebook.Do(new OpenNotebook()).EndAll().Started.Clear();
        _notebook.Run(Setup).Run(Training).Set("batch-size", "100").EndAll();

        Assert.Equal([Setup, Batches, Loss, Training], _notebook.Started.Select(start => start.Cell));
        Assert.Equal("100", _notebook.Started[^1].Values.Text("batch-size"));
        Assert.Equal(CellValidity.Evaluated, _notebook[Training].Validity);
    }

    [Fact]
    public void Undo_takes_changes_back_one_by_one_reset_included()
    {
        _notebook.Set("epochs", "3").Set("seed", "7").Do(new ResetParameters());
        Assert.Equal(NotebookUnderTest.Lesson.Defaults, _notebook.State.Parameters);

        _notebook.Do(new UndoParameters());
        Assert.Equal(("3", "7"), (_notebook.State.Parameters.Text("epochs"), _notebook.State.Parameters.Text("seed")));
        _notebook.Do(new UndoParameters());
        Assert.Equal(("3", "1"), (_notebook.State.Parameters.Text("epochs"), _notebook.State.Parameters.Text("seed")));
        _notebook.Do(new UndoParameters());
        Assert.False(_notebook.State.CanUndo);
    }

    [Fact]
    public void Setting_a_value_that_is_there_already_is_no_change_to_undo()
    {
        _notebook.Set("epochs", "15").Set("learning-rate", "1e-1");

        Assert.False(_notebook.State.CanUndo);
    }
}
