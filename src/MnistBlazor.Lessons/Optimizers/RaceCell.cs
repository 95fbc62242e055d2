using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>The same network is trained by several optimizers, one after the other: ordinary runs of lesson 2.</summary>
public sealed class RaceCell : LessonCell
{
    public const string Name = "race";

    private readonly RacedNetwork _network;

    public RaceCell(RacedNetwork network) : base(Name)
    {
        _network = network;
        Parameters = [OptimizersParameters.Racers, DigitsParameters.Epochs(3), .. network.Parameters];
        Code = [CodeRegions.Trainer.TrainingStep];
    }

    public override Type Output => typeof(RaceOutput);

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var runs = context.Services.Runs;
        var choices = OptimizersParameter.Parse(context.Values.Text(OptimizersParameters.Racers.Id));
        var output = new RaceOutput([]);
        foreach (var (place, choice) in choices.Index())
        {
            if (context.Stop.IsCancellationRequested) break;
            var ended = await _network.TrainAsync(context, _network.Options(context.Values, choice), run =>
            {
                if (output.Racers.Count == place) context.Show(output = new([.. output.Racers, new(choice.Known.Id, run.Id)]));
                context.Progress.Report(
                    new Message("training.race", $"{place + 1}", $"{choices.Count}", $"{Math.Max(1, run.Epoch)}", $"{run.Options.Epochs}"),
                    (place + RacedNetwork.Done(run)) / choices.Count);
            });
            if (ended is { Status: RunStatus.Failed, Failure.Code: not "run.diverged" }) return CellResult.Failed(ended.Failure, output);
        }
        if (!context.Stop.IsCancellationRequested) return CellResult.Completed(output);
        return output.Racers.Any(racer => runs.EpochsOf(racer.Run).Count > 0)
            ? new CellResult(EvaluationEnd.Stopped, output)
            : CellResult.Cancelled;
    }
}

/// <summary>The runs of a race so far. Their figures are read from the runs themselves.</summary>
public sealed record RaceOutput(IReadOnlyList<Racer> Racers) : CellOutput;

/// <param name="Optimizer">"adam".</param>
public sealed record Racer(string Optimizer, RunId Run);

/// <summary>What training costs, in additions and multiplications.</summary>
public static class Operations
{
    /// <summary>
    /// Each weight takes one multiplication and one addition for each image forward and twice as many backward; then what its optimizer
    /// does with it in each step. Activations and losses are left out: they are few.
    /// </summary>
    /// <param name="images">Trained with so far, each time counted.</param>
    /// <param name="steps">So far.</param>
    public static double Of(ModelSpec model, int classes, OptimizerSpec optimizer, double images, double steps)
    {
        double weights = ModelSummary.Of(model, classes).ParameterCount;
        return weights * ((6 * images) + (steps * PerStep(optimizer)));
    }

    private static int PerStep(OptimizerSpec optimizer) => optimizer.Kind switch
    {
        OptimizerKind.SGD when optimizer.Momentum == 0 => 2,
        OptimizerKind.SGD => optimizer.Nesterov ? 6 : 4,
        OptimizerKind.RMSprop => 8,
        OptimizerKind.Adagrad => 6,
        OptimizerKind.Adam => 12,
        _ => 13,
    };
}
