using System.Text.Json.Serialization;

namespace MnistBlazor.Lessons.Cells;

/// <summary>The steps of a lesson, in the order in which every lesson shows them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CellKind>))]
public enum CellKind
{
    Setup,
    Data,
    Batches,
    Model,
    Loss,
    Training,
    Evaluation,
    Draw,
}
