using System.Threading.Channels;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Notebook;

/// <summary>Evaluates cells as the test says: each evaluation waits until the test ends it.</summary>
internal sealed class ScriptedEvaluator : ICellEvaluator
{
    private readonly Channel<Evaluation> _begun = Channel.CreateUnbounded<Evaluation>();
    private readonly Channel<string> _controls = Channel.CreateUnbounded<string>();
    private int _overlapping;

    /// <summary>The most evaluations that were under way at once.</summary>
    public int MostOverlapping { get; private set; }

    /// <summary>The next evaluation to begin, once it has.</summary>
    public async Task<Evaluation> NextAsync() => await _begun.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>The next that was asked of the run, once it has been.</summary>
    public async Task<string> NextControlAsync() => await _controls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async Task<Evaluation> NextAsync(string kind)
    {
        var next = await NextAsync();
        Assert.Equal(kind, next.Cell);
        return next;
    }

    public Task<CellResult> EvaluateAsync(StartEvaluation start, Action<NotebookOperation> report, CancellationToken stop) =>
        RunAsync(new Evaluation(start.Cell, start.Evaluation, start.Run, report, stop));

    public Task<CellResult> FollowAsync(FollowRun follow, Action<NotebookOperation> report, CancellationToken stop) =>
        RunAsync(new Evaluation(TrainingCell.Name, follow.Evaluation, follow.Run, report, stop));

    public Task PauseAsync(RunId run) => Control("pause");

    public Task ResumeAsync(RunId run) => Control("resume");

    public Task StepAsync(RunId run, StepLength length) => throw new RunNotFoundException(run);

    private Task Control(string what)
    {
        _controls.Writer.TryWrite(what);
        return Task.CompletedTask;
    }

    private async Task<CellResult> RunAsync(Evaluation evaluation)
    {
        MostOverlapping = Math.Max(MostOverlapping, Interlocked.Increment(ref _overlapping));
        try
        {
            _begun.Writer.TryWrite(evaluation);
            return await evaluation.Result.Task;
        }
        finally
        {
            Interlocked.Decrement(ref _overlapping);
        }
    }

    internal sealed record Evaluation(
        string Cell, long Number, RunId? Run, Action<NotebookOperation> Report, CancellationToken Stop)
    {
        public TaskCompletionSource<CellResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public RunId Begin()
        {
            var run = RunId.New();
            Report(new TrainingBegan(Number, run));
            return run;
        }

        public void Complete() => Result.SetResult(CellResult.Completed(Cell switch
        {
            TrainingCell.Name => new TrainingOutput(Begin()),
            DrawCell.Name => new DrawOutput(Run!.Value),
            _ => new ModelOutput([], 7850),
        }));

        public async Task StoppedAsync()
        {
            var stopped = new TaskCompletionSource();
            await using var registration = Stop.Register(stopped.SetResult);
            await stopped.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }
}
