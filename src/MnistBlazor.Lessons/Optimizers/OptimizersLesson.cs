using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>The optimizer lab: what the optimizers of the other lessons do, where it can be seen.</summary>
/// <param name="devices">Ids of the devices to choose from, the default first.</param>
public sealed class OptimizersLesson(IReadOnlyList<string> devices) : Lesson("optimizers",
[
    new SurfaceCell(),
    new DescentCell(),
    new RaceCell(devices),
])
{
    protected internal override IReadOnlyList<object> CodeOptions(ParameterValues values)
    {
        var racer = OptimizersParameter.Parse(values.Text(OptimizersParameters.Racers.Id))[0];
        return [new { Steps = values.Integer(OptimizersParameters.Steps.Id) }, ((RaceCell)Cell(RaceCell.Name)!).Options(values, racer)];
    }
}
