using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>How an evaluation ended, and what it left.</summary>
public sealed record CellResult(EvaluationEnd End, CellOutput? Output = null, Message? Failure = null)
{
    public static readonly CellResult Cancelled = new(EvaluationEnd.Cancelled);

    public static CellResult Completed(CellOutput output) => new(EvaluationEnd.Completed, output);

    public static CellResult Failed(Message failure, CellOutput? output = null) => new(EvaluationEnd.Failed, output, failure);
}
