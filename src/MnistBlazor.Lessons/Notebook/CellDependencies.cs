using System.Collections.Immutable;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>What cells are based on, and whether that still holds. Pure functions.</summary>
internal static class CellDependencies
{
    /// <summary>Whether <paramref name="cell"/> uses the result of <paramref name="other"/>, directly or through others.</summary>
    public static bool Requires(Lesson lesson, string cell, string other) =>
        RequiredBy(lesson, cell).Any(required => required == other || Requires(lesson, required, other));

    public static IReadOnlyList<string> RequiredBy(Lesson lesson, string cell) => lesson.Cell(cell)?.Requires ?? [];

    /// <summary>Whether the cell is quick, and all that it uses too.</summary>
    public static bool IsQuick(Lesson lesson, LessonCell cell) =>
        cell.IsQuick && cell.Requires.All(required => IsQuick(lesson, lesson.Cell(required)!));

    /// <summary>
    /// What an evaluation of the cell that begins now is based on: its own parameters as they stand, and those of the cells it
    /// requires as they were evaluated, which need not be the same.
    /// </summary>
    public static (ParameterValues Values, RunId? Run) Basis(Lesson lesson, NotebookState state, string cell)
    {
        var values = new ParameterValues(lesson.Parameters
            .Where(parameter => lesson.Cell(cell)?.Uses(parameter) == true)
            .Select(parameter => KeyValuePair.Create(parameter.Id, state.Parameters.Text(parameter.Id))));
        RunId? run = null;
        foreach (var required in RequiredBy(lesson, cell))
        {
            if (state.Cell(required).Evaluation is { } evaluation)
            {
                values = values.Union(evaluation.Values);
                run ??= evaluation.Run;
            }
        }
        return (values, run);
    }

    /// <summary>Brings validity and its reason up to date in every cell.</summary>
    public static NotebookState Revalidate(Lesson lesson, NotebookState state)
    {
        foreach (var cell in state.Cells)
        {
            (var validity, var reason) = Validity(lesson, state, cell);
            if (validity != cell.Validity || reason != cell.StaleReason)
                state = state.With(cell with { Validity = validity, StaleReason = reason });
        }
        return state;
    }

    private static (CellValidity, StaleReason?) Validity(Lesson lesson, NotebookState state, CellState cell)
    {
        if (cell.Evaluation is not { } evaluation) return (CellValidity.Fresh, null);
        if (evaluation.End is EvaluationEnd.Cancelled or EvaluationEnd.Failed or EvaluationEnd.Lost)
            return (CellValidity.Aborted, null);

        if (lesson.Parameters.FirstOrDefault(parameter => HasChanged(parameter, evaluation.Values, state.Parameters)) is { } changed)
        {
            return (CellValidity.Stale,
                new StaleReason(changed.Id, evaluation.Values.Text(changed.Id), state.Parameters.Text(changed.Id)));
        }

        var trainedAgain = RequiredBy(lesson, cell.Id)
            .Any(required => state.Cell(required).Evaluation?.Run is { } run && run != evaluation.Run);
        if (trainedAgain) return (CellValidity.Stale, null);

        return evaluation.End switch
        {
            EvaluationEnd.None => (CellValidity.Fresh, null),
            EvaluationEnd.Stopped => (CellValidity.Aborted, null),
            _ => (CellValidity.Evaluated, null),
        };
    }

    // A parameter without consequence, such as the momentum of an optimizer that has none, has not changed whatever it is set to.
    private static bool HasChanged(ParameterDefinition parameter, ParameterValues then, ParameterValues now) =>
        then.Has(parameter.Id)
        && then.Text(parameter.Id) != now.Text(parameter.Id)
        && (parameter.IsShown(then) || parameter.IsShown(now));
}
