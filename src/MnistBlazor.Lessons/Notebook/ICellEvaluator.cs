using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>
/// Does what a notebook's cells stand for. <see cref="CellEvaluator"/> does it in earnest; tests put one in its place that ends
/// when they say so.
/// </summary>
internal interface ICellEvaluator
{
    /// <param name="report">Takes what happens meanwhile; may be called from any thread.</param>
    /// <param name="stop">The learner wants it to end. Training then ends with the weights that it has.</param>
    /// <exception cref="OperationCanceledException">It was stopped and left nothing.</exception>
    Task<CellResult> EvaluateAsync(StartEvaluation start, Action<NotebookOperation> report, CancellationToken stop);

    /// <summary>The rest of a training whose run was started before.</summary>
    Task<CellResult> FollowAsync(FollowRun follow, Action<NotebookOperation> report, CancellationToken stop);

    Task PauseAsync(RunId run);

    Task ResumeAsync(RunId run);

    Task StepAsync(RunId run, StepLength length);
}
