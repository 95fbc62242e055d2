using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs;

namespace MnistBlazor.Lessons.Digits;

/// <summary>What <see cref="RunForks.Fork"/> accepts, in a lesson's parameters.</summary>
public static class ForkParameters
{
    /// <summary>Those of a lesson's parameters that a fork can change.</summary>
    public static IEnumerable<ParameterDefinition> Changeable(Lesson lesson) =>
        lesson.Parameters.Where(parameter => parameter.Cell is not (CellKind.Data or CellKind.Model) && parameter.Id != "batch-size");
}
