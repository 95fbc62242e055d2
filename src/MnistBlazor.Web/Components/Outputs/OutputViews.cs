using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;

namespace MnistBlazor.Web.Components.Outputs;

/// <summary>
/// Which component shows which output: the one place where cells meet components. Each takes the output as its parameter Value.
/// </summary>
public static class OutputViews
{
    private static readonly Dictionary<Type, Type> Views = new()
    {
        [typeof(SetupOutput)] = typeof(SetupOutputView),
        [typeof(DataOutput)] = typeof(DataOutputView),
        [typeof(BatchesOutput)] = typeof(BatchesOutputView),
        [typeof(ModelOutput)] = typeof(ModelOutputView),
        [typeof(LossOutput)] = typeof(LossOutputView),
        [typeof(TrainingOutput)] = typeof(TrainingOutputView),
        [typeof(EvaluationOutput)] = typeof(EvaluationOutputView),
        [typeof(DrawOutput)] = typeof(DrawOutputView),
    };

    /// <exception cref="KeyNotFoundException">No component shows it.</exception>
    public static Type Of(Type output) => Views[output];
}
