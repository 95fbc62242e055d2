using System.Text.Json.Serialization;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>What one evaluation of a cell was based on: the facts that validity is decided by.</summary>
/// <param name="Number">Counts the evaluations of a notebook, so that a report of an outdated one is recognised.</param>
/// <param name="Values">The parameters it was computed with: the cell's own and those of all that it requires.</param>
/// <param name="Run">The training run that it used or is, if any.</param>
public sealed record CellEvaluation(long Number, ParameterValues Values, RunId? Run, EvaluationEnd End)
{
    /// <summary>Whether cells that require this one can be evaluated on what it left.</summary>
    [JsonIgnore]
    public bool IsUsable => End is EvaluationEnd.Completed or EvaluationEnd.Stopped;
}
