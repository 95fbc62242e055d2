using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>What a reader is told of a cell's state: one of these, out of status and validity.</summary>
public enum CellFace
{
    Ready,
    Queued,
    Running,
    Paused,
    Done,

    /// <summary>Has a result that no longer follows from the parameters.</summary>
    Stale,

    /// <summary>Training that was cut short and kept its weights.</summary>
    Stopped,

    /// <summary>Cut short with nothing to use.</summary>
    Aborted,
    Failed,
}

public static class CellFaces
{
    /// <param name="run">That the cell shows, if it is the one that trains: until its turn comes, the cell only waits.</param>
    public static CellFace Of(CellState cell, Run? run = null) => (cell.Status, cell.Validity) switch
    {
        (CellStatus.Running, _) when run is { Status: RunStatus.Queued } => CellFace.Queued,
        (CellStatus.Queued, _) => CellFace.Queued,
        (CellStatus.Running, _) => CellFace.Running,
        (CellStatus.Paused, _) => CellFace.Paused,
        (CellStatus.Failed, _) => CellFace.Failed,
        (_, CellValidity.Stale) => CellFace.Stale,
        (CellStatus.Done, CellValidity.Aborted) => CellFace.Stopped,
        (_, CellValidity.Aborted) => CellFace.Aborted,
        (CellStatus.Done, _) => CellFace.Done,
        _ => CellFace.Ready,
    };

    /// <summary>The name in attributes, classes and resource keys.</summary>
    public static string Key(this CellFace face) => face.ToString().ToLowerInvariant();
}
