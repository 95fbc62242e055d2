using System.Text.Json.Serialization;

namespace MnistBlazor.Lessons.Cells;

/// <summary>What a cell is doing. At most one cell of a notebook is <see cref="Running"/> or <see cref="Paused"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CellStatus>))]
public enum CellStatus
{
    /// <summary>Can be run and has nothing usable to show.</summary>
    Ready,

    /// <summary>Will run when the cells before it have.</summary>
    Queued,

    Running,

    /// <summary>Training only: the run waits between two batches.</summary>
    Paused,

    /// <summary>Has a usable result. Training that was stopped counts: its weights are kept.</summary>
    Done,

    /// <summary>Could not finish: <see cref="CellState.Failure"/> says why and what to do.</summary>
    Failed,
}
