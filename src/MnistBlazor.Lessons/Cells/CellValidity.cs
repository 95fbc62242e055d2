using System.Text.Json.Serialization;

namespace MnistBlazor.Lessons.Cells;

/// <summary>Whether what a cell shows still follows from the parameters and from the cells that it requires.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CellValidity>))]
public enum CellValidity
{
    /// <summary>Never evaluated: there is nothing to show.</summary>
    Fresh,

    /// <summary>Evaluated, and nothing that it depends on has changed since.</summary>
    Evaluated,

    /// <summary>Evaluated, but something that it depends on has changed since: see <see cref="CellState.StaleReason"/>.</summary>
    Stale,

    /// <summary>The last evaluation was cut short: stopped by the learner, failed, or lost with the server's process.</summary>
    Aborted,
}
