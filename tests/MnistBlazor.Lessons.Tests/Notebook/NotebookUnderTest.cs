using System.Collections.Immutable;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Softmax;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Notebook;

/// <summary>A notebook of lesson 1 whose evaluations the test ends by hand. Every operation is checked against the invariants.</summary>
internal sealed class NotebookUnderTest
{
    public static readonly Lesson Lesson = new SoftmaxLesson(["cpu", "cuda:0"]);

    public NotebookState State { get; private set; } = NotebookState.New(Lesson);

    /// <summary>Of the last operation.</summary>
    public ImmutableArray<NotebookEffect> Effects { get; private set; } = [];

    /// <summary>Cells in the order in which they were started.</summary>
    public List<StartEvaluation> Started { get; } = [];

    public CellState this[string kind] => State.Cell(kind);

    public NotebookUnderTest Do(NotebookOperation operation)
    {
        var before = State;
        (State, Effects) = NotebookTransition.Apply(Lesson, State, operation);
        NotebookInvariants.Check(Lesson, before, operation, State, Effects);
        Started.AddRange(Effects.OfType<StartEvaluation>());
        return this;
    }

    /// <summary>A second notebook in the same state.</summary>
    public NotebookUnderTest Copy() => new() { State = State };

    public NotebookUnderTest Set(string parameter, string text) => Do(new SetParameter(parameter, text));

    public NotebookUnderTest Run(string kind) => Do(new RunCell(kind));

    public NotebookUnderTest RunAll() => Do(new RunAllCells());

    /// <summary>Ends the running cell, which for training includes that its run began.</summary>
    public NotebookUnderTest End(EvaluationEnd end = EvaluationEnd.Completed)
    {
        if (State.Running is { Id: TrainingCell.Name, Evaluation.Run: null }) Begin();
        return Do(Ending(State, end));
    }

    /// <summary>The running training's run has been accepted.</summary>
    public NotebookUnderTest Begin() => Do(new TrainingBegan(State.Running!.Evaluation!.Number, RunId.New()));

    /// <summary>Ends cells until <paramref name="kind"/> runs.</summary>
    public NotebookUnderTest EndUntil(string kind)
    {
        while (State.Running is { } cell && cell.Id != kind) End();
        Assert.Equal(kind, State.Running?.Id);
        return this;
    }

    public NotebookUnderTest EndAll()
    {
        while (State.Busy) End();
        return this;
    }

    public NotebookUnderTest RunAllToTheEnd() => RunAll().EndAll();

    public string Statuses => string.Join(' ', State.Cells.Select(cell => cell.Status));

    public string Validities => string.Join(' ', State.Cells.Select(cell => cell.Validity));

    /// <summary>The report that the running cell has ended so, with the output that such an end leaves.</summary>
    public static EvaluationEnded Ending(NotebookState state, EvaluationEnd end)
    {
        var cell = state.Running!;
        var usable = end is EvaluationEnd.Completed or EvaluationEnd.Stopped;
        var run = cell.Evaluation!.Run;
        CellOutput? output = cell.Id switch
        {
            TrainingCell.Name => usable || end == EvaluationEnd.Failed ? run is { } id ? new TrainingOutput(id) : null : null,
            ShiftsCell.Name => usable ? new ShiftsOutput(run!.Value, 1, [], [], new([], []), new([], [])) : null,
            DrawCell.Name => usable ? new DrawOutput(run!.Value) : null,
            EvaluationCell.Name => usable ? new EvaluationOutput(run!.Value, 0.9, 0.9, 0.3, [], [], null) : null,
            _ => usable ? new BatchesOutput(1000, 60, 0, []) : null,
        };
        var failure = end == EvaluationEnd.Failed ? new Message("test.failure") : null;
        return new EvaluationEnded(cell.Evaluation.Number, end, output, failure, TimeSpan.FromSeconds(1));
    }
}
