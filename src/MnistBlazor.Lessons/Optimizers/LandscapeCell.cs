using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML;
using MnistBlazor.ML.Surfaces;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>The landscape around a network that the learner has trained, and the way that training took through it.</summary>
public sealed class LandscapeCell : LessonCell
{
    public const string Name = "landscape";

    public LandscapeCell() : base(Name)
    {
        Parameters =
        [
            OptimizersParameters.Network, OptimizersParameters.Directions, OptimizersParameters.LandscapeSize,
            OptimizersParameters.DirectionSeed,
        ];
        Code = [CodeRegions.LandscapeSurvey.LandscapeDirection, CodeRegions.LandscapeSurvey.Landscape];
    }

    public override Type Output => typeof(LandscapeOutput);

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var (services, values) = (context.Services, context.Values);
        if (RunOf(context) is not { } run) return CellResult.Failed(new Message("landscape.no-run"));
        if (services.Runs.Model(context.Learner, run.Id) is not { } model) return CellResult.Failed(CellMessages.RunGone);
        var dataset = await services.Datasets(context.Learner, run.Options.Dataset, context.Progress, context.Stop);
        var options = new LandscapeOptions(
            values.Text(OptimizersParameters.Directions.Id) == "path" ? LandscapeDirections.Path : LandscapeDirections.Random,
            values.Integer(OptimizersParameters.LandscapeSize.Id), Seed: values.Integer(OptimizersParameters.DirectionSeed.Id));
        var checkpoints = services.Runs.ModelsOverTime(context.Learner, run.Id);
        var survey = await services.Lane.RunAsync(
            () => new LandscapeSurvey(model, checkpoints, dataset, TorchRuntime.DeviceHere(run.Options.Device), options), context.Stop);
        try
        {
            return CellResult.Completed(await OutputAsync(context, run.Id, survey));
        }
        finally
        {
            // Whoever stops does not wait for the row that is being computed: its tensors go after it.
            _ = services.Lane.RunAsync(() => { survey.Dispose(); return true; }, CancellationToken.None);
        }
    }

    private static async Task<LandscapeOutput> OutputAsync(CellContext context, RunId run, LandscapeSurvey survey)
    {
        var losses = new List<double>();
        // Row by row, so that the lane has time for others in between.
        for (var row = 0; row < survey.Size; row++)
        {
            var at = row;
            losses.AddRange(await context.Services.Lane.RunAsync(() => survey.Row(at, context.Stop), context.Stop));
            context.Progress.Report(new Message("training.landscape", $"{row + 1}", $"{survey.Size}"), (row + 1.0) / survey.Size);
        }
        var (scale, window) = (HeightScale.Of(losses), new SurfaceWindow(-survey.Reach, survey.Reach, -survey.Reach, survey.Reach));
        return new(run, new HeightMap(window, survey.Size, scale.Pack(losses), scale, []), losses[losses.Count / 2], survey.Path);
    }

    /// <summary>The run that is chosen; null: there is none, or it has no weights yet.</summary>
    private static Run? RunOf(CellContext context)
    {
        var chosen = context.Values.Text(OptimizersParameters.Network.Id);
        if (RunId.TryParse(chosen, out var id)) return context.Services.Runs.Find(context.Learner, id) is { Step: > 0 } run ? run : null;
        return context.Services.Runs.List(context.Learner).FirstOrDefault(run => run.Step > 0);
    }
}

/// <summary>The landscape around a run's newest weights.</summary>
/// <param name="Loss">Of the network itself, in the middle.</param>
/// <param name="Path">The run's checkpoints in this plane, in order.</param>
public sealed record LandscapeOutput(RunId Run, HeightMap Map, double Loss, IReadOnlyList<LandscapePoint> Path) : CellOutput;
