using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Maps;
using MnistBlazor.Lessons.Optimizers;

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
        [typeof(ShiftsOutput)] = typeof(ShiftsOutputView),
        [typeof(DrawOutput)] = typeof(DrawOutputView),
        [typeof(SurfaceOutput)] = typeof(SurfaceOutputView),
        [typeof(DescentOutput)] = typeof(DescentOutputView),
        [typeof(RaceOutput)] = typeof(RaceOutputView),
        [typeof(RatesOutput)] = typeof(RatesOutputView),
        [typeof(StepOutput)] = typeof(StepOutputView),
        [typeof(LandscapeOutput)] = typeof(LandscapeOutputView),
        [typeof(TableOutput)] = typeof(TableOutputView),
        [typeof(ThematicOutput)] = typeof(ThematicOutputView),
        [typeof(ChartsOutput)] = typeof(ChartsOutputView),
        [typeof(PatternsOutput)] = typeof(PatternsOutputView),
    };

    /// <exception cref="KeyNotFoundException">No component shows it.</exception>
    public static Type Of(Type output) => Views[output];
}
