using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>Evaluates one learner's cells of one lesson.</summary>
internal sealed class CellEvaluator(LearnerId learner, Lesson lesson, CellServices services) : ICellEvaluator
{
    public Task<CellResult> EvaluateAsync(StartEvaluation start, Action<NotebookOperation> report, CancellationToken stop)
    {
        var cell = lesson.Cell(start.Cell) ?? throw new ArgumentException($"Lesson {lesson.Id} has no cell {start.Cell}.", nameof(start));
        return cell.EvaluateAsync(new CellContext
        {
            Learner = learner,
            Lesson = lesson,
            Values = start.Values.Union(lesson.Defaults),
            Run = start.Run,
            Services = services,
            Progress = new CellProgressReport(progress => report(new EvaluationProgressed(start.Evaluation, progress))),
            HoldRun = run =>
            {
                report(new TrainingBegan(start.Evaluation, run));
                return FollowAsync(new FollowRun(start.Evaluation, run), report, stop);
            },
            Show = output => report(new OutputShown(start.Evaluation, output)),
            Stop = stop,
        });
    }

    public Task<CellResult> FollowAsync(FollowRun follow, Action<NotebookOperation> report, CancellationToken stop) =>
        new RunFollower(learner, services.Runs, follow, report).FollowAsync(stop);

    public Task PauseAsync(RunId run) => services.Runs.PauseAsync(learner, run);

    public Task ResumeAsync(RunId run) => services.Runs.ResumeAsync(learner, run);

    public Task StepAsync(RunId run, StepLength length) => services.Runs.StepAsync(learner, run, length);
}
