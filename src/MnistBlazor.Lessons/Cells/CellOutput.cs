using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>
/// What a cell shows below its code. Plain data: stored as JSON with the notebook under a name that is the record's without "Output"
/// (Notebook/NotebookJson.cs), drawn by the page. The base itself stands for one that this version of the app does not know.
/// </summary>
public record CellOutput;

/// <summary>The run that a cell holds. Its figures are read from the run itself.</summary>
public sealed record TrainingOutput(RunId Run) : CellOutput;
