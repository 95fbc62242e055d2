using System.Text.Json;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Softmax;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Notebook;

public class NotebookJsonTests
{
    private static readonly Lesson Lesson = NotebookUnderTest.Lesson;

    [Fact]
    public void A_notebook_is_read_back_as_it_was_written()
    {
        var state = new NotebookUnderTest().RunAllToTheEnd().Set("epochs", "3").Run(TrainingCell.Name).Begin().State;

        var json = NotebookJson.Write(Lesson, state);

        Assert.Equal(json, NotebookJson.Write(Lesson, NotebookJson.Read(Lesson, json)));
    }

    [Fact]
    public void Progress_is_not_kept()
    {
        var notebook = new NotebookUnderTest().RunAll();
        notebook.Do(new EvaluationProgressed(1, new CellProgress(new Message("test.progress"), 0.5)));

        Assert.DoesNotContain("test.progress", NotebookJson.Write(Lesson, notebook.State));
    }

    [Fact]
    public void Every_kind_of_output_is_kept_even_with_figures_that_are_no_numbers()
    {
        var run = RunId.New();
        CellOutput[] outputs =
        [
            new SetupOutput("TorchSharp 0.107.0", "2.10.0", "cpu", "CPU", 1),
            new DataOutput("mnist", "package", 60_000, 10_000, [1], [2], [3], ["0"]),
            new BatchesOutput(1000, 60, 0, [4, 5]),
            new ModelOutput([new("linear", "Linear", [784], [10], 7850)], 7850),
            new LossOutput(double.NaN, 1, 2, [float.PositiveInfinity], double.PositiveInfinity) { GradientNorms = [new("linear", 0.5)] },
            new TrainingOutput(run),
            new EvaluationOutput(run, 0.9, 0.89, double.NaN, [[1]], [new(1, 2, 3, 0.4f) { Thousandths = [400, 600] }], [[0.5f]])
            { LeastSure = [new(2, 2, 2, 0.6f)], Calibration = [new(5, 0.95, 0.8)] },
            new ShiftsOutput(run, 500, [3], [4], new([450], [4]), new([440], [9])),
            new DrawOutput(run),
        ];
        var state = NotebookState.New(Lesson);
        state = state with { Cells = [.. state.Cells.Zip(outputs, (cell, output) => cell with { Output = output })] };

        var read = NotebookJson.Read(Lesson, NotebookJson.Write(Lesson, state));

        Assert.Equal(outputs.Select(output => output.GetType()), read.Cells.Select(cell => cell.Output!.GetType()));
        Assert.Equal(NotebookJson.Write(Lesson, state), NotebookJson.Write(Lesson, read));
        Assert.True(double.IsNaN(Assert.IsType<LossOutput>(read.Cell(LossCell.Name).Output).UntrainedLoss));
    }

    [Fact]
    public void A_device_that_this_machine_no_longer_has_gives_way_to_the_default()
    {
        var state = new NotebookUnderTest().Set("device", "cuda:0").Set("epochs", "3").State;

        var read = NotebookJson.Read(new SoftmaxLesson(["cpu"]), NotebookJson.Write(Lesson, state));

        Assert.Equal(("cpu", "3"), (read.Parameters.Text("device"), read.Parameters.Text("epochs")));
        Assert.All(read.UndoHistory, values => Assert.Equal("cpu", values.Text("device")));
    }

    [Fact]
    public void A_notebook_of_other_cells_keeps_its_parameters_and_starts_its_cells_anew()
    {
        var grown = new LessonOf([.. Lesson.Cells.SkipLast(1)]);
        var state = new NotebookUnderTest().RunAllToTheEnd().Set("epochs", "3").State;

        var read = NotebookJson.Read(grown, NotebookJson.Write(Lesson, state));

        Assert.Equal("3", read.Parameters.Text("epochs"));
        Assert.All(read.Cells, cell => Assert.Equal(CellValidity.Fresh, cell.Validity));
    }

    [Fact]
    public void A_notebook_with_an_output_that_this_version_does_not_know_starts_its_cells_anew()
    {
        var json = NotebookJson.Write(Lesson, new NotebookUnderTest().RunAllToTheEnd().Set("epochs", "3").State);

        var read = NotebookJson.Read(Lesson, json.Replace("\"type\":\"draw\"", "\"type\":\"sketch\""));

        Assert.Equal("3", read.Parameters.Text("epochs"));
        Assert.All(read.Cells, cell => Assert.Equal(CellValidity.Fresh, cell.Validity));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Cells\":12}")]
    public void What_is_no_notebook_is_refused(string json) =>
        Assert.Throws<JsonException>(() => NotebookJson.Read(Lesson, json));

    /// <summary>Any cells under the same name.</summary>
    private sealed class LessonOf(IReadOnlyList<LessonCell> cells) : Lesson("softmax", cells);
}
