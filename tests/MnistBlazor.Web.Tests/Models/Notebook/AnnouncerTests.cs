using System.Globalization;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Models.Notebook;

public sealed class AnnouncerTests
{
    private static readonly NotebookState Fresh = NotebookState.New(LessonCatalog.All[0]);
    private static readonly Run Running = NewRun();
    private readonly Wording _words = Words();

    [Fact]
    public void What_the_page_came_with_is_not_announced() =>
        Assert.Null(new Announcer().Next(With(TrainingCell.Name, CellStatus.Done), null, _words));

    [Fact]
    public void The_end_of_a_cell_is_announced_once()
    {
        var announcer = new Announcer();
        Assert.Null(announcer.Next(With(DataCell.Name, CellStatus.Running), null, _words));

        Assert.Equal("Data: Done", announcer.Next(With(DataCell.Name, CellStatus.Done), null, _words));
        Assert.Null(announcer.Next(With(DataCell.Name, CellStatus.Done), null, _words));
    }

    [Fact]
    public void A_failure_is_announced_with_what_to_do()
    {
        var announcer = new Announcer();
        announcer.Next(With(TrainingCell.Name, CellStatus.Running), null, _words);
        var failed = With(TrainingCell.Name, CellStatus.Failed, new Message("run.diverged", "12", "10", "1"));

        Assert.StartsWith("Training failed. The loss ran away at step 12", announcer.Next(failed, null, _words));
    }

    [Fact]
    public void How_far_training_has_come_is_left_to_the_runs_board()
    {
        var announcer = new Announcer();
        var running = With(TrainingCell.Name, CellStatus.Running);
        announcer.Next(running, Running, _words);

        Assert.Null(announcer.Next(running, Running with { Epoch = 2, Step = 60, StepsPerEpoch = 60 }, _words));
    }

    [Fact]
    public void A_pause_each_step_and_going_on_are_announced_at_once()
    {
        var announcer = new Announcer();
        var (running, paused) = (With(TrainingCell.Name, CellStatus.Running), With(TrainingCell.Name, CellStatus.Paused));
        var held = Running with { Status = RunStatus.Paused, Epoch = 2, Step = 61, StepsPerEpoch = 60 };
        announcer.Next(running, Running, _words);

        Assert.Equal("Paused in epoch 2 of 15, after batch 1 of 60", announcer.Next(paused, held, _words));
        Assert.Null(announcer.Next(paused, held, _words));
        Assert.Equal("Paused in epoch 2 of 15, after batch 2 of 60", announcer.Next(paused, held with { Step = 62 }, _words));
        Assert.Equal("Training: Running", announcer.Next(running, Running, _words));
    }

    [Fact]
    public void A_place_in_line_is_announced_when_it_changes_and_not_with_every_new_estimate()
    {
        var announcer = new Announcer();
        var running = With(TrainingCell.Name, CellStatus.Running);
        var waiting = Running with { Status = RunStatus.Queued, QueuePosition = 3, EstimatedWait = TimeSpan.FromSeconds(40) };
        announcer.Next(running, null, _words);

        Assert.Equal("3rd in line, about 40 s", announcer.Next(running, waiting, _words));
        Assert.Null(announcer.Next(running, waiting with { EstimatedWait = TimeSpan.FromSeconds(30) }, _words));
        Assert.Equal(
            "2nd in line, about 20 s",
            announcer.Next(running, waiting with { QueuePosition = 2, EstimatedWait = TimeSpan.FromSeconds(20) }, _words));
    }

    private static NotebookState With(string kind, CellStatus status, Message? failure = null) => Fresh with
    {
        Cells = [.. Fresh.Cells.Select(cell => cell.Id == kind
            ? cell with
            {
                Status = status, Validity = status is CellStatus.Done ? CellValidity.Evaluated : CellValidity.Fresh, Failure = failure,
            }
            : cell)],
    };

    private static Run NewRun() => new()
    {
        Id = RunId.New(),
        Owner = new LearnerId("someone"),
        Lesson = "softmax",
        Options = new TrainingOptions { Model = new SoftmaxRegressionSpec(), Optimizer = new OptimizerSpec(OptimizerKind.SGD, 0.1) },
        Status = RunStatus.Running,
        CreatedAt = DateTimeOffset.UnixEpoch,
        WatchKey = "key",
    };

    private static Wording Words()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        return new Wording();
    }
}
