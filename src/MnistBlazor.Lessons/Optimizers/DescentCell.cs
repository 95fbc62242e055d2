using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.ML.Surfaces;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>Optimizers walk down the surface from one place.</summary>
public sealed class DescentCell : LessonCell
{
    public const string Name = "descent";

    public DescentCell() : base(Name)
    {
        Requires = [SurfaceCell.Name];
        Parameters =
        [
            OptimizersParameters.Walkers, OptimizersParameters.StartX, OptimizersParameters.StartY, OptimizersParameters.Steps,
            OptimizersParameters.Noise,
        ];
        Code = [CodeRegions.Descent.Code];
    }

    public override Type Output => typeof(DescentOutput);

    public override bool IsQuick => true;

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var surface = OptimizersParameters.SurfaceOf(context.Values);
        var start = OptimizersParameters.StartOf(context.Values, surface);
        var (steps, noise) = (context.Values.Integer(OptimizersParameters.Steps.Id), context.Values.Number(OptimizersParameters.Noise.Id));
        var map = await context.Services.Lane.RunAsync(() => HeightMap.Of(surface), context.Stop);
        var walks = new List<Walk>();
        // One after the other, so that the lane has time for others in between.
        foreach (var choice in OptimizersParameter.Parse(context.Values.Text(OptimizersParameters.Walkers.Id)))
        {
            var spec = choice.Spec(OptimizersParameters.Walkers.SuitedRate(context.Values, choice.Known.Id));
            var path = await context.Services.Lane.RunAsync(
                () => Descent.Walk(surface, new(spec, start, steps, noise), context.Stop), context.Stop);
            walks.Add(Walk.Of(choice.Known, spec, path));
        }
        return CellResult.Completed(new DescentOutput(map, start, steps, walks));
    }
}

/// <param name="Steps">How many there are to a walk that does not run away.</param>
public sealed record DescentOutput(HeightMap Map, SurfacePoint Start, int Steps, IReadOnlyList<Walk> Walks) : CellOutput;

/// <summary>Where an optimizer came by.</summary>
/// <param name="Optimizer">"adam".</param>
/// <param name="X">By step, from the start on.</param>
/// <param name="Losses">At each place.</param>
/// <param name="Diverged">It ran away: there are fewer places than steps.</param>
public sealed record Walk(string Optimizer, double Rate, float[] X, float[] Y, float[] Losses, bool Diverged)
{
    public static Walk Of(OptimizerKnown known, OptimizerSpec spec, DescentPath path) => new(
        known.Id, spec.LearningRate, [.. path.Points.Select(point => (float)point.X)], [.. path.Points.Select(point => (float)point.Y)],
        [.. path.Losses.Select(loss => (float)loss)], path.Diverged);
}
