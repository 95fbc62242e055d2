using System.Text.Json.Serialization;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>All that a page needs to know to draw one cell.</summary>
/// <param name="Id">Of the lesson's cell.</param>
/// <param name="StaleReason">
/// Set when <paramref name="Validity"/> is <see cref="CellValidity.Stale"/> because of a parameter. Null on a stale cell means that
/// the training it was based on has been run again.
/// </param>
/// <param name="Failure">Why the last evaluation failed or was lost, and what to do about it; or that the teacher ended it.</param>
/// <param name="Progress">While running only.</param>
/// <param name="Duration">How long the last evaluation took.</param>
/// <param name="Output">The last result. Kept while the cell is stale, queued or running again, so that the page does not jump.</param>
public sealed record CellState(
    [property: JsonPropertyName("Kind")] string Id,
    CellValidity Validity,
    CellStatus Status,
    StaleReason? StaleReason,
    Message? Failure,
    CellProgress? Progress,
    TimeSpan? Duration,
    CellOutput? Output)
{
    /// <summary>The evaluation in progress, or the last one; null until the cell is run for the first time.</summary>
    public CellEvaluation? Evaluation { get; init; }

    [JsonIgnore]
    public bool IsRunning => Status is CellStatus.Running or CellStatus.Paused;

    /// <summary>Running or waiting to run.</summary>
    [JsonIgnore]
    public bool IsBusy => IsRunning || Status == CellStatus.Queued;

    public static CellState NeverRun(string id) =>
        new(id, CellValidity.Fresh, CellStatus.Ready, null, null, null, null, null);
}
