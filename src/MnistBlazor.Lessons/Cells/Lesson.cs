using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Cells;

/// <summary>What a lesson consists of. Its prose and its PyTorch code stand beside its definition, one folder per lesson.</summary>
/// <param name="Id">Its address: "softmax", "mlp", "cnn".</param>
/// <param name="Cells">In the order in which they are shown; a cell comes after all that it requires.</param>
/// <param name="Parameters">In the order in which they are shown, and written into the address.</param>
/// <param name="Options">The run that a set of parameters stands for.</param>
public sealed record Lesson(
    string Id,
    IReadOnlyList<LessonCell> Cells,
    IReadOnlyList<ParameterDefinition> Parameters,
    Func<ParameterValues, TrainingOptions> Options)
{
    /// <summary>Every parameter at its default.</summary>
    public ParameterValues Defaults { get; } =
        new(Parameters.Select(parameter => KeyValuePair.Create(parameter.Id, parameter.Default)));

    /// <summary>Other settings worth a try, beside the defaults.</summary>
    public IReadOnlyList<Recipe> Recipes { get; init; } = [];

    public LessonCell? Cell(CellKind kind) => Cells.FirstOrDefault(cell => cell.Kind == kind);

    public ParameterDefinition? Parameter(string id) => Parameters.FirstOrDefault(parameter => parameter.Id == id);
}
