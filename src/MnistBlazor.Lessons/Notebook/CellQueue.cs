using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>
/// Which cell runs next. The queue has no list of its own: it is the cells whose status is queued, and it is served in the
/// lesson's order, in which a cell always comes after what it requires. Pure functions.
/// </summary>
internal static class CellQueue
{
    /// <summary>Queues a cell and whatever it requires that is not up to date.</summary>
    public static NotebookState Add(Lesson lesson, NotebookState state, string id)
    {
        var cell = state.Cell(id);
        // What is running already was started for whoever waits for it, whatever has changed since.
        if (cell.IsRunning) return state;
        if (cell.Status != CellStatus.Queued) state = state.With(cell with { Status = CellStatus.Queued });
        foreach (var required in CellDependencies.RequiredBy(lesson, id))
        {
            if (!IsUpToDate(state.Cell(required))) state = Add(lesson, state, required);
        }
        return state;
    }

    /// <summary>Queues in addition what the queued cells have come to need by a change of parameters.</summary>
    public static NotebookState AddNewlyRequired(Lesson lesson, NotebookState state)
    {
        foreach (var cell in state.Cells.Where(cell => cell.Status == CellStatus.Queued))
            state = Add(lesson, state, cell.Id);
        return state;
    }

    /// <summary>
    /// Queues those of <paramref name="which"/> cells that are not up to date, or will not be once what they require
    /// has run again.
    /// </summary>
    public static NotebookState AddOutdated(Lesson lesson, NotebookState state, Func<LessonCell, bool> which)
    {
        foreach (var id in lesson.Cells.Where(which).Select(cell => cell.Id))
        {
            var requiredWillRun = CellDependencies.RequiredBy(lesson, id).Any(required => state.Cell(required).IsBusy);
            if (requiredWillRun || state.Cell(id).Validity != CellValidity.Evaluated)
                state = Add(lesson, state, id);
        }
        return state;
    }

    public static NotebookState Clear(NotebookState state) => Remove(state, _ => true);

    /// <summary>Takes out of the queue what cannot run because <paramref name="id"/> did not finish.</summary>
    public static NotebookState RemoveDependents(Lesson lesson, NotebookState state, string id) =>
        Remove(state, queued => CellDependencies.Requires(lesson, queued, id));

    /// <summary>Starts the next cell if none is running.</summary>
    public static (NotebookState, StartEvaluation?) StartNext(Lesson lesson, NotebookState state)
    {
        if (state.Running is not null) return (state, null);
        state = AddOutdatedWhileRunning(lesson, state);
        if (state.Cells.FirstOrDefault(cell => cell.Status == CellStatus.Queued) is not { } next) return (state, null);

        (var values, var run) = CellDependencies.Basis(lesson, state, next.Id);
        var number = state.Evaluations + 1;
        if (next.Output is TrainingOutput previous) state = state with { PreviousRun = previous.Run };
        state = state.With(next with
        {
            Status = CellStatus.Running,
            Failure = null,
            Duration = null,
            Evaluation = new CellEvaluation(number, values, run, EvaluationEnd.None),
        });
        return (state with { Evaluations = number }, new StartEvaluation(next.Id, number, values, run));
    }

    /// <summary>What a cell's status is when it neither runs nor waits to.</summary>
    public static CellStatus AtRest(CellState cell) => cell.Evaluation switch
    {
        { IsUsable: true } => CellStatus.Done,
        { End: EvaluationEnd.Failed } => CellStatus.Failed,
        _ => CellStatus.Ready,
    };

    // A cell whose parameters changed while it was running is run again for those that wait for it, so that all of them use the
    // same values. Training is not: it takes long, and whoever changes a value meanwhile has the next run in mind.
    private static NotebookState AddOutdatedWhileRunning(Lesson lesson, NotebookState state)
    {
        foreach (var queued in state.Cells.Where(cell => cell.Status == CellStatus.Queued))
        {
            foreach (var required in CellDependencies.RequiredBy(lesson, queued.Id))
            {
                if (!lesson.HoldsRun(required) && !IsUpToDate(state.Cell(required)))
                    state = Add(lesson, state, required);
            }
        }
        return state;
    }

    private static bool IsUpToDate(CellState cell) =>
        cell.Status == CellStatus.Done && cell.Validity != CellValidity.Stale;

    private static NotebookState Remove(NotebookState state, Predicate<string> which)
    {
        foreach (var cell in state.Cells.Where(cell => cell.Status == CellStatus.Queued && which(cell.Id)))
            state = state.With(cell with { Status = AtRest(cell) });
        return state;
    }
}
