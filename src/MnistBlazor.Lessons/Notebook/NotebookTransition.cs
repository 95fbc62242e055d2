using System.Collections.Immutable;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>
/// The rules of a notebook, as one pure function from a state and an operation to the next state and what is to be done.
/// <para>
/// A cell remembers the parameters that it was computed with, its own and those behind the cells that it requires, and the
/// training run that it used. Validity is never set: it follows from comparing that with the notebook as it stands, so changing
/// a value back makes a stale cell valid again.
/// </para>
/// <para>
/// One cell runs at a time. Running a cell queues what it requires and is not up to date before it. When a cell does not finish,
/// those that wait for it leave the queue and keep the results they had.
/// </para>
/// </summary>
public static class NotebookTransition
{
    public static (NotebookState State, ImmutableArray<NotebookEffect> Effects) Apply(
        Lesson lesson, NotebookState state, NotebookOperation operation)
    {
        (var next, var effect) = Perform(lesson, state, operation);
        next = CellDependencies.Revalidate(lesson, next);
        if (!next.Parameters.Equals(state.Parameters)) next = CellQueue.AddNewlyRequired(lesson, next);
        if (lesson.FollowsParameters) next = Follow(lesson, state, next);
        (next, var start) = CellQueue.StartNext(lesson, next);
        if (start is not null) next = CellDependencies.Revalidate(lesson, next);
        return (next, [.. new[] { effect, start }.OfType<NotebookEffect>()]);
    }

    private static (NotebookState, NotebookEffect?) Perform(Lesson lesson, NotebookState state, NotebookOperation operation) =>
        operation switch
        {
            SetParameter set => (Change(state, Accept(lesson, state.Parameters, set.Id, set.Text)), null),
            SetParameters set => (Change(state, set.Values.Ids.Aggregate(state.Parameters, (values, id) =>
                Accept(lesson, values, id, set.Values.Text(id)))), null),
            KeepGuess guess => (Guess(state, guess.About, guess.Text), null),
            ResetParameters => (Change(state, lesson.Defaults), null),
            UndoParameters => (Undo(state), null),

            RunCell run => (lesson.Cell(run.Cell) is null ? state : CellQueue.Add(lesson, state, run.Cell), null),
            RunAllCells => (CellQueue.AddOutdated(lesson, state, _ => true), null),
            OpenNotebook when state.Evaluations > 0 => (state, null),
            OpenNotebook => (CellQueue.AddOutdated(lesson, state, cell => CellDependencies.IsQuick(lesson, cell)), null),
            StopCells => (CellQueue.Clear(state), Cancellation(state)),
            RestartNotebook => (Forget(lesson, state), Cancellation(state)),

            // The run may be ahead of what the notebook knows of it, and ignores what does not apply.
            PauseTraining => (state, RunOf(lesson, state) is { } run ? new PauseRun(run) : null),
            ResumeTraining => (state, RunOf(lesson, state) is { } run ? new ResumeRun(run) : null),
            StepTraining step => (state, RunOf(lesson, state) is { } run ? new StepRun(run, step.Length) : null),

            EvaluationProgressed report => (Report(state, report.Evaluation, cell => cell with { Progress = report.Progress }), null),
            OutputShown report => (Report(state, report.Evaluation, cell => cell with { Output = report.Output }), null),
            TrainingBegan report =>
                (Bind(state, ReportRun(lesson, state, report.Evaluation, cell => Begin(cell, report.Run)), report.Run), null),
            TrainingPaused report => (ReportRun(lesson, state, report.Evaluation, cell => cell with { Status = CellStatus.Paused }), null),
            TrainingResumed report =>
                (ReportRun(lesson, state, report.Evaluation, cell => cell with { Status = CellStatus.Running }), null),
            EvaluationEnded report => (End(lesson, state, report), null),

            Recover recover => Resume(lesson, state, recover.RunIsKnown),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation of a notebook."),
        };

    /// <summary>
    /// What is quick runs again; what was running while a parameter changed runs once more, unless it failed: it would for ever.
    /// </summary>
    private static NotebookState Follow(Lesson lesson, NotebookState before, NotebookState now)
    {
        if (!now.Parameters.Equals(before.Parameters))
            return CellQueue.AddOutdated(lesson, now, cell => CellDependencies.IsQuick(lesson, cell));
        return before.Running is { Id: var ended } && now.Cell(ended) is { IsRunning: false, Validity: CellValidity.Stale }
            && CellDependencies.IsQuick(lesson, lesson.Cell(ended)!) ? CellQueue.Add(lesson, now, ended) : now;
    }

    private static ParameterValues Accept(Lesson lesson, ParameterValues values, string id, string text) =>
        lesson.Parameter(id) is { } parameter && parameter.TryRead(text, out var value, out _) ? values.With(id, value) : values;

    private static NotebookState Change(NotebookState state, ParameterValues values)
    {
        if (values.Equals(state.Parameters)) return state;
        var history = state.UndoHistory.Add(state.Parameters);
        if (history.Length > NotebookState.MaxUndo) history = history.RemoveAt(0);
        return state with { Parameters = values, UndoHistory = history };
    }

    private static NotebookState Undo(NotebookState state) =>
        state.CanUndo ? state with { Parameters = state.UndoHistory[^1], UndoHistory = state.UndoHistory[..^1] } : state;

    private static CancelEvaluation? Cancellation(NotebookState state) =>
        state.Running?.Evaluation is { } evaluation ? new CancelEvaluation(evaluation.Number) : null;

    private static NotebookState Forget(Lesson lesson, NotebookState state) =>
        NotebookState.New(lesson) with { Parameters = state.Parameters, UndoHistory = state.UndoHistory, Evaluations = state.Evaluations };

    private static NotebookState Guess(NotebookState state, string about, string text)
    {
        if (state.Guesses.GetValueOrDefault(about, "") == text) return state;
        var guesses = text.Length == 0 ? state.Guesses.Remove(about) : state.Guesses.SetItem(about, text);
        // Those about earlier runs make room.
        while (guesses.Count > NotebookState.MaxGuesses)
            guesses = guesses.Remove(guesses.Keys.FirstOrDefault(key => key.Contains('@') && !IsShown(key)) ?? guesses.Keys.First());
        return state with { Guesses = guesses };

        bool IsShown(string key) => key == about || state.Run is { } run && key.EndsWith(run.Value, StringComparison.Ordinal);
    }

    /// <summary>What was guessed of the next training's accuracy is about this run now.</summary>
    private static NotebookState Bind(NotebookState before, NotebookState state, RunId run) =>
        ReferenceEquals(before, state) || !state.Guesses.TryGetValue(NotebookState.AccuracyGuess, out var guess)
            ? state
            : Guess(
                Guess(state, NotebookState.AccuracyGuess, ""), NotebookState.GuessAbout(NotebookState.AccuracyGuess, run), guess);

    private static RunId? RunOf(Lesson lesson, NotebookState state) =>
        state.Running is { } cell && lesson.HoldsRun(cell.Id) ? cell.Evaluation?.Run : null;

    private static NotebookState Report(NotebookState state, long evaluation, Func<CellState, CellState> change) =>
        state.Running is { } cell && cell.Evaluation?.Number == evaluation ? state.With(change(cell)) : state;

    private static NotebookState ReportRun(Lesson lesson, NotebookState state, long evaluation, Func<CellState, CellState> change) =>
        state.Running is { } cell && lesson.HoldsRun(cell.Id) ? Report(state, evaluation, change) : state;

    private static CellState Begin(CellState cell, RunId run) =>
        cell with { Output = new TrainingOutput(run), Evaluation = cell.Evaluation! with { Run = run } };

    private static NotebookState End(Lesson lesson, NotebookState state, EvaluationEnded report)
    {
        if (report.End == EvaluationEnd.None || state.Running is not { } cell || cell.Evaluation?.Number != report.Evaluation)
            return state;
        cell = cell with
        {
            Evaluation = cell.Evaluation with { End = report.End },
            Progress = null,
            Duration = report.Duration,
            Failure = report.Failure,
            Output = report.Output,
        };
        // A run that trained nothing is as if it had not been: what was computed from the one before still stands.
        if (cell.Output is null) cell = cell with { Evaluation = cell.Evaluation with { Run = null } };
        state = state.With(cell with { Status = CellQueue.AtRest(cell) });
        return cell.Evaluation.IsUsable ? state : CellQueue.RemoveDependents(lesson, state, cell.Id);
    }

    private static (NotebookState, NotebookEffect?) Resume(Lesson lesson, NotebookState state, bool runIsKnown)
    {
        if (state.Running is not { Evaluation: { } evaluation } cell) return (state, null);
        if (runIsKnown && lesson.HoldsRun(cell.Id) && evaluation.Run is { } run)
            return (state, new FollowRun(evaluation.Number, run));
        var lost = new EvaluationEnded(evaluation.Number, EvaluationEnd.Lost, null, CellMessages.Lost, TimeSpan.Zero);
        return (End(lesson, state, lost), null);
    }
}
