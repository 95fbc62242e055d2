using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>One learner's notebook at one moment. Immutable: only <see cref="NotebookTransition"/> makes the next one.</summary>
/// <param name="Lesson">The lesson's id.</param>
/// <param name="Cells">In the lesson's order.</param>
public sealed record NotebookState(string Lesson, ParameterValues Parameters, ImmutableArray<CellState> Cells)
{
    /// <summary>How many changes of parameters can be undone.</summary>
    public const int MaxUndo = 50;

    /// <summary>The parameters before each change, the latest last.</summary>
    public ImmutableArray<ParameterValues> UndoHistory { get; init; } = [];

    /// <summary>The training run before the present one, for the pale curve behind it.</summary>
    public RunId? PreviousRun { get; init; }

    /// <summary>How many guesses are kept.</summary>
    public const int MaxGuesses = 40;

    /// <summary>What is guessed of the accuracy that the next training will reach, in per cent.</summary>
    public const string AccuracyGuess = "accuracy";

    /// <summary>
    /// What the learner has guessed, by what it is about: a question's id, or what <see cref="GuessAbout"/> says of a run.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Guesses { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Evaluations started so far: see <see cref="CellEvaluation.Number"/>.</summary>
    public long Evaluations { get; init; }

    [JsonIgnore]
    public bool CanUndo => UndoHistory.Length > 0;

    /// <summary>The cell that is running or paused.</summary>
    [JsonIgnore]
    public CellState? Running => Cells.FirstOrDefault(cell => cell.IsRunning);

    /// <summary>Whether anything is running or waiting to run.</summary>
    [JsonIgnore]
    public bool Busy => Cells.Any(cell => cell.IsBusy);

    /// <summary>The run that a cell holds.</summary>
    [JsonIgnore]
    public RunId? Run => Output<TrainingOutput>()?.Run;

    /// <summary>The name of a guess about one run: of its accuracy, of its fault.</summary>
    public static string GuessAbout(string what, RunId run) => $"{what}@{run.Value}";

    /// <summary>What the cell that leaves such an output shows; null: nothing yet, or the lesson has no such cell.</summary>
    public T? Output<T>() where T : CellOutput => Cells.Select(cell => cell.Output).OfType<T>().FirstOrDefault();

    /// <exception cref="ArgumentException">The lesson has no such cell.</exception>
    public CellState Cell(string id) => Cells.FirstOrDefault(cell => cell.Id == id)
        ?? throw new ArgumentException($"Lesson {Lesson} has no cell {id}.", nameof(id));

    /// <summary>The same with this cell in place of the one of its id.</summary>
    internal NotebookState With(CellState cell) => this with { Cells = Cells.Replace(Cell(cell.Id), cell) };

    public static NotebookState New(Lesson lesson) =>
        new(lesson.Id, lesson.Defaults, [.. lesson.Cells.Select(cell => CellState.NeverRun(cell.Id))]);
}
