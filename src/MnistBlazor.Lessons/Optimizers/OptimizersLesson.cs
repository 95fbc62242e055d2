using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>The optimizer lab: what the optimizers of the other lessons do, where it can be seen.</summary>
public sealed class OptimizersLesson : Lesson
{
    private readonly RacedNetwork _network;

    /// <param name="devices">Ids of the devices to choose from, the default first.</param>
    public OptimizersLesson(IReadOnlyList<string> devices) : this(new RacedNetwork(devices))
    {
    }

    private OptimizersLesson(RacedNetwork network) : base("optimizers",
    [
        new SurfaceCell(),
        new DescentCell(),
        new RaceCell(network),
        new RatesCell(network),
        new StepCell(),
        new LandscapeCell(),
    ]) => _network = network;

    /// <summary>Beside the parameters: how many weights lesson 1's network has, which the step is shown of.</summary>
    public override string? Figure(string name, ParameterValues values, DatasetFacts data) => name == "weight-count"
        ? NumberParameter.Format(ModelSummary.Of(new SoftmaxRegressionSpec(), data.ClassCount).ParameterCount)
        : base.Figure(name, values, data);

    protected internal override IReadOnlyList<object> CodeOptions(ParameterValues values)
    {
        var racer = OptimizersParameter.Parse(values.Text(OptimizersParameters.Racers.Id))[0];
        return [new { Steps = values.Integer(OptimizersParameters.Steps.Id) }, _network.Options(values, racer)];
    }
}
