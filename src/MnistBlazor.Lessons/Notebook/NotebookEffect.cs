using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>What has to be done in the world after a transition: <see cref="NotebookSession"/> does it.</summary>
public abstract record NotebookEffect;

/// <param name="Values">The parameters to compute with, those of the required cells included as they were evaluated.</param>
/// <param name="Run">The run whose weights to use, for cells that require training.</param>
public sealed record StartEvaluation(string Cell, long Evaluation, ParameterValues Values, RunId? Run) : NotebookEffect;

/// <summary>The evaluation still reports how it ended.</summary>
public sealed record CancelEvaluation(long Evaluation) : NotebookEffect;

/// <summary>Take up the report of a run that was started by an earlier process.</summary>
public sealed record FollowRun(long Evaluation, RunId Run) : NotebookEffect;

public sealed record PauseRun(RunId Run) : NotebookEffect;

public sealed record ResumeRun(RunId Run) : NotebookEffect;

public sealed record StepRun(RunId Run, StepLength Length) : NotebookEffect;
