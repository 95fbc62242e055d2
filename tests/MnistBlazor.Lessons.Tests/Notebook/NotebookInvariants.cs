using System.Collections.Immutable;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Notebook;

/// <summary>What holds after every operation in every state.</summary>
internal static class NotebookInvariants
{
    public static void Check(
        Lesson lesson, NotebookState before, NotebookOperation operation, NotebookState after, ImmutableArray<NotebookEffect> effects)
    {
        Assert.Equal(lesson.Cells.Select(cell => cell.Id), after.Cells.Select(cell => cell.Id));

        Assert.True(after.Cells.Count(cell => cell.IsRunning) <= 1, "Two cells run at once.");
        Assert.True(after.Running is not null || !after.Busy, "A cell waits while none runs.");
        Assert.True(after.Running is null or { Id: TrainingCell.Name } or { Status: CellStatus.Running }, "Only training pauses.");

        foreach (var cell in after.Cells) CheckCell(lesson, after, cell);
        CheckParameters(lesson, before, operation, after);
        CheckEffects(lesson, before, after, effects);
        if (IsOutdatedReport(before, operation))
        {
            Assert.Same(before, after);
            Assert.Empty(effects);
        }

        var json = NotebookJson.Write(lesson, after);
        Assert.Equal(json, NotebookJson.Write(lesson, NotebookJson.Read(lesson, json)));
    }

    private static void CheckCell(Lesson lesson, NotebookState state, CellState cell)
    {
        switch (cell.Status)
        {
            case CellStatus.Running or CellStatus.Paused:
                Assert.Equal(EvaluationEnd.None, cell.Evaluation!.End);
                break;
            case CellStatus.Done:
                Assert.True(cell.Evaluation!.End is EvaluationEnd.Completed or EvaluationEnd.Stopped);
                Assert.NotNull(cell.Output);
                break;
            case CellStatus.Failed:
                Assert.Equal(EvaluationEnd.Failed, cell.Evaluation!.End);
                Assert.NotNull(cell.Failure);
                break;
            case CellStatus.Ready:
                Assert.True(cell.Evaluation is null or { End: EvaluationEnd.Cancelled or EvaluationEnd.Lost });
                break;
        }

        switch (cell.Validity)
        {
            case CellValidity.Fresh:
                Assert.True(cell.Evaluation is null || cell.IsRunning);
                break;
            case CellValidity.Evaluated:
                Assert.Equal(EvaluationEnd.Completed, cell.Evaluation!.End);
                break;
            case CellValidity.Aborted:
                Assert.True(cell.Evaluation!.End is not (EvaluationEnd.None or EvaluationEnd.Completed));
                break;
            case CellValidity.Stale when cell.StaleReason is { } reason:
                Assert.NotEqual(reason.From, reason.To);
                Assert.Equal(state.Parameters.Text(reason.ParameterId), reason.To);
                break;
        }
        if (cell.Validity != CellValidity.Stale) Assert.Null(cell.StaleReason);
        if (!cell.IsRunning) Assert.Null(cell.Progress);

        // What was computed is known with every parameter that it depends on, and with no other.
        if (cell.Evaluation is { } evaluation)
        {
            var deciding = lesson.Parameters.Where(parameter => Decides(lesson, parameter, cell.Id));
            Assert.Equal(deciding.Select(parameter => parameter.Id).Order(), evaluation.Values.Ids.Order());
        }
    }

    private static bool Decides(Lesson lesson, ParameterDefinition parameter, string cell) =>
        lesson.Cell(cell)!.Uses(parameter) || lesson.Cell(cell)!.Requires.Any(required => Decides(lesson, parameter, required));

    private static void CheckParameters(Lesson lesson, NotebookState before, NotebookOperation operation, NotebookState after)
    {
        Assert.Equal(lesson.Parameters.Select(parameter => parameter.Id).Order(), after.Parameters.Ids.Order());
        foreach (var parameter in lesson.Parameters)
            Assert.Null(parameter.Check(after.Parameters.Text(parameter.Id)));
        Assert.True(after.UndoHistory.Length <= NotebookState.MaxUndo);
        var changes = operation is SetParameter or SetParameters or ResetParameters or UndoParameters;
        if (!changes)
            Assert.Equal(before.Parameters, after.Parameters);
        else if (operation is not UndoParameters && !before.Parameters.Equals(after.Parameters))
            Assert.Equal(before.Parameters, after.UndoHistory[^1]);
    }

    private static void CheckEffects(
        Lesson lesson, NotebookState before, NotebookState after, ImmutableArray<NotebookEffect> effects)
    {
        var start = effects.OfType<StartEvaluation>().SingleOrDefault();
        Assert.Equal(before.Evaluations + (start is null ? 0 : 1), after.Evaluations);
        if (start is not null)
        {
            Assert.Equal(after.Evaluations, start.Evaluation);
            Assert.Equal(start.Cell, after.Running!.Id);
            // A cell starts only on results that are there.
            foreach (var required in lesson.Cell(start.Cell)!.Requires)
            {
                Assert.True(after.Cell(required).Evaluation?.IsUsable, $"{start.Cell} was started before {required} was evaluated.");
                Assert.NotNull(after.Cell(required).Output);
            }
            // On the values that are set now, and on those of the training whose weights it uses.
            var training = start.Run is null ? null : after.Cell(TrainingCell.Name).Evaluation!.Values;
            Assert.All(start.Values.Ids, id => Assert.Equal(
                (training?.Has(id) == true ? training : after.Parameters).Text(id), start.Values.Text(id)));
            Assert.Equal(start.Cell is EvaluationCell.Name or ShiftsCell.Name or DrawCell.Name, start.Run is not null);
        }
        foreach (var cancel in effects.OfType<CancelEvaluation>())
            Assert.Equal(before.Running!.Evaluation!.Number, cancel.Evaluation);
    }

    private static bool IsOutdatedReport(NotebookState before, NotebookOperation operation)
    {
        long? number = operation switch
        {
            EvaluationProgressed report => report.Evaluation,
            TrainingBegan report => report.Evaluation,
            TrainingPaused report => report.Evaluation,
            TrainingResumed report => report.Evaluation,
            EvaluationEnded report => report.Evaluation,
            _ => null,
        };
        return number is not null && number != before.Running?.Evaluation?.Number;
    }
}
