using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>What can happen to a notebook. Any operation may come in any state; what makes no sense there changes nothing.</summary>
public abstract record NotebookOperation;

// What the learner asks for.

/// <summary>An unknown parameter or a text that it does not accept changes nothing.</summary>
public sealed record SetParameter(string Id, string Text) : NotebookOperation;

/// <summary>One change for all: values that are missing or not accepted stay as they are.</summary>
public sealed record SetParameters(ParameterValues Values) : NotebookOperation;

/// <summary>What the learner expects, to be seen beside what comes of it: see <see cref="NotebookState.Guesses"/>.</summary>
public sealed record KeepGuess(string About, string Text) : NotebookOperation;

public sealed record ResetParameters : NotebookOperation;

public sealed record UndoParameters : NotebookOperation;

public sealed record RunCell(string Cell) : NotebookOperation;

public sealed record RunAllCells : NotebookOperation;

/// <summary>The lesson is looked at: what is quick runs by itself, the first time only.</summary>
public sealed record OpenNotebook : NotebookOperation;

public sealed record StopCells : NotebookOperation;

public sealed record PauseTraining : NotebookOperation;

public sealed record ResumeTraining : NotebookOperation;

public sealed record StepTraining(StepLength Length) : NotebookOperation;

public sealed record RestartNotebook : NotebookOperation;

// What the evaluation in progress reports. Evaluation is its number: a report of an outdated one changes nothing.

public sealed record EvaluationProgressed(long Evaluation, CellProgress Progress) : NotebookOperation;

/// <summary>There is something to show of a result that is still to come.</summary>
public sealed record OutputShown(long Evaluation, CellOutput Output) : NotebookOperation;

/// <summary>The training cell's run has been accepted.</summary>
public sealed record TrainingBegan(long Evaluation, RunId Run) : NotebookOperation;

public sealed record TrainingPaused(long Evaluation) : NotebookOperation;

public sealed record TrainingResumed(long Evaluation) : NotebookOperation;

/// <param name="End">Any but <see cref="EvaluationEnd.None"/>.</param>
/// <param name="Output">What there is to show, if anything: a failed training has a curve.</param>
/// <param name="Failure">With <see cref="EvaluationEnd.Failed"/>: why, and what to do; else what there is to say of who ended it.</param>
public sealed record EvaluationEnded(long Evaluation, EvaluationEnd End, CellOutput? Output, Message? Failure, TimeSpan Duration)
    : NotebookOperation;

// What the process does.

/// <summary>The notebook was read back from the store by a process that knows nothing of what was running.</summary>
/// <param name="RunIsKnown">Whether the run of the training in progress still exists and can be followed.</param>
public sealed record Recover(bool RunIsKnown) : NotebookOperation;
