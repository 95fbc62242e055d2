using Microsoft.Data.Sqlite;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;

namespace MnistBlazor.Lessons.Tests.Notebook;

/// <summary>A notebook as the app stored it in November 2026, in the store that the tests of runs keep.</summary>
public class StoredNotebookTests
{
    private readonly NotebookState _state = NotebookJson.Read(LessonCatalog.Find("softmax")!, Stored());

    [Fact]
    public void Every_cell_has_kept_its_result_and_one_that_came_later_has_not_been_run()
    {
        Assert.Equal(CellIds.All, _state.Cells.Select(cell => cell.Id));
        Assert.Equal((CellStatus.Ready, CellValidity.Fresh), (_state.Cell(ShiftsCell.Name).Status, _state.Cell(ShiftsCell.Name).Validity));
        var kept = _state.Cells.Where(cell => cell.Id != ShiftsCell.Name).ToList();
        Assert.All(kept, cell => Assert.Equal((CellStatus.Done, CellValidity.Evaluated), (cell.Status, cell.Validity)));
        Assert.All(kept, cell => Assert.Equal(LessonCatalog.Find("softmax")!.Cell(cell.Id)!.Output, cell.Output!.GetType()));
    }

    [Fact]
    public void What_it_shows_and_what_was_set_is_what_it_was()
    {
        Assert.Equal(("50", "4"), (_state.Parameters.Text("batch-size"), _state.Parameters.Text("epochs")));
        Assert.Equal(1.0, _state.Output<EvaluationOutput>()!.Accuracy);
        Assert.Equal((7850, 10), (_state.Output<ModelOutput>()!.ParameterCount, _state.Output<ModelOutput>()!.Data!.ClassNames.Length));
        Assert.Equal(_state.Run, _state.Output<DrawOutput>()!.Run);
        Assert.True(_state.CanUndo);
    }

    private static string Stored()
    {
        using var store = new SqliteConnection("Data Source=:memory:");
        store.Open();
        using var command = store.CreateCommand();
        command.CommandText = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Storage", "store-of-2026-11.sql"));
        command.ExecuteNonQuery();
        command.CommandText = "SELECT State FROM Sessions";
        return (string)command.ExecuteScalar()!;
    }
}
