using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;
using static MnistBlazor.Lessons.Tests.Notebook.CellIds;

namespace MnistBlazor.Lessons.Tests.Notebook;

/// <summary>No operation breaks the invariants or throws, wherever it comes: see <see cref="NotebookInvariants"/>.</summary>
public class EveryOperationInEveryStateTests
{
    private static readonly Dictionary<string, Func<NotebookUnderTest, NotebookUnderTest>> States = new()
    {
        ["new"] = notebook => notebook,
        ["setup runs"] = notebook => notebook.RunAll(),
        ["data runs"] = notebook => notebook.RunAll().EndUntil(Data),
        ["training is asked for"] = notebook => notebook.RunAll().EndUntil(Training),
        ["training runs"] = notebook => notebook.RunAll().EndUntil(Training).Begin(),
        ["training is paused"] = notebook => Pause(notebook.RunAll().EndUntil(Training).Begin()),
        ["training runs with an outdated parameter"] = notebook => notebook.RunAll().EndUntil(Training).Begin().Set("epochs", "2"),
        ["training is being stopped"] = notebook => notebook.RunAll().EndUntil(Training).Begin().Do(new StopCells()),
        ["training was stopped"] = notebook => notebook.Run(Training).EndUntil(Training).End(EvaluationEnd.Stopped),
        ["training was cancelled"] = notebook => notebook.Run(Training).EndUntil(Training).End(EvaluationEnd.Cancelled),
        ["training failed"] = notebook => notebook.Run(Training).EndUntil(Training).End(EvaluationEnd.Failed),
        ["data failed"] = notebook => notebook.Run(Data).EndUntil(Data).End(EvaluationEnd.Failed),
        ["data was lost"] = notebook => notebook.Run(Data).EndUntil(Data).Do(new Recover(false)),
        ["evaluation runs"] = notebook => notebook.RunAll().EndUntil(Evaluation),
        ["done"] = notebook => notebook.RunAllToTheEnd(),
        ["done and stale"] = notebook => notebook.RunAllToTheEnd().Set("batch-size", "10"),
        ["trains again"] = notebook => notebook.RunAllToTheEnd().Run(Training).Begin(),
        ["restarted"] = notebook => notebook.RunAllToTheEnd().Do(new RestartNotebook()),
    };

    private static readonly Func<NotebookState, NotebookOperation>[] Operations =
    [
        _ => new SetParameter("learning-rate", "0.5"),
        _ => new SetParameter("device", "cuda:0"),
        _ => new SetParameter("epochs", "0"),
        _ => new SetParameter("no-such", "1"),
        _ => new SetParameters(new ParameterValues([new("seed", "9"), new("epochs", "x"), new("no-such", "1")])),
        _ => new KeepGuess(NotebookState.AccuracyGuess, "92"),
        _ => new ResetParameters(),
        _ => new UndoParameters(),
        .. ForEach([.. All, "no such"], (_, kind) => new RunCell(kind)),
        _ => new OpenNotebook(),
        _ => new RunAllCells(),
        _ => new StopCells(),
        _ => new PauseTraining(),
        _ => new ResumeTraining(),
        _ => new StepTraining(StepLength.Batch),
        _ => new RestartNotebook(),
        _ => new Recover(true),
        _ => new Recover(false),
        state => new EvaluationProgressed(Current(state), new CellProgress(new Message("test.progress"), 0.5)),
        state => new OutputShown(Current(state), new TrainingOutput(RunId.New())),
        state => new TrainingBegan(Current(state), RunId.New()),
        state => new TrainingPaused(Current(state)),
        state => new TrainingResumed(Current(state)),
        .. ForEach(Enum.GetValues<EvaluationEnd>(), End),
        state => new EvaluationProgressed(Current(state) - 1, new CellProgress(new Message("test.progress"), 0.5)),
        state => new TrainingBegan(Current(state) - 1, RunId.New()),
        state => new EvaluationEnded(Current(state) + 1, EvaluationEnd.Completed, new TrainingOutput(RunId.New()), null, TimeSpan.Zero),
    ];

    public static TheoryData<string> StateNames => [.. States.Keys];

    [Theory]
    [MemberData(nameof(StateNames))]
    public void Invariants_hold(string state)
    {
        var start = States[state](new NotebookUnderTest());
        foreach (var first in Operations)
        {
            var next = start.Copy().Do(first(start.State));
            // And a second one on top: what an operation left must bear every other.
            foreach (var second in Operations) next.Copy().Do(second(next.State));
        }
    }

    private static IEnumerable<Func<NotebookState, NotebookOperation>> ForEach<T>(
        IEnumerable<T> variants, Func<NotebookState, T, NotebookOperation> operation) =>
        variants.Select<T, Func<NotebookState, NotebookOperation>>(variant => state => operation(state, variant));

    private static NotebookUnderTest Pause(NotebookUnderTest notebook) =>
        notebook.Do(new PauseTraining()).Do(new TrainingPaused(Current(notebook.State)));

    private static long Current(NotebookState state) => state.Running?.Evaluation?.Number ?? state.Evaluations;

    // Training that has not begun cannot have ended with something to use.
    private static EvaluationEnded End(NotebookState state, EvaluationEnd end) => state.Running switch
    {
        null => new EvaluationEnded(Current(state), end, null, null, TimeSpan.Zero),
        { Id: Training, Evaluation.Run: null } => NotebookUnderTest.Ending(state, EvaluationEnd.Failed),
        _ => NotebookUnderTest.Ending(state, end),
    };
}
