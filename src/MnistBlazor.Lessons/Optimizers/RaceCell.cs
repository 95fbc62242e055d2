using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Mlp;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>The same network is trained by several optimizers, one after the other: ordinary runs of lesson 2.</summary>
public sealed class RaceCell : LessonCell
{
    public const string Name = "race";

    private readonly MlpLesson _network;

    /// <param name="devices">Ids of the devices to choose from, the default first.</param>
    public RaceCell(IReadOnlyList<string> devices) : base(Name)
    {
        _network = new(devices);
        Parameters =
        [
            OptimizersParameters.Racers, DigitsParameters.Epochs(3), DigitsParameters.BatchSize(1000), Seed,
            new DatasetParameter(DatasetParameter.Dataset.Id, DatasetParameter.Dataset.Default), DigitsParameters.HoldOut,
            DigitsParameters.Device(devices),
        ];
        Code = [CodeRegions.Trainer.TrainingStep];
    }

    private static NumberParameter Seed => DigitsParameters.Seed with { AlsoUsedBy = [] };

    public override Type Output => typeof(RaceOutput);

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var runs = context.Services.Runs;
        var choices = OptimizersParameter.Parse(context.Values.Text(OptimizersParameters.Racers.Id));
        var output = new RaceOutput([]);
        foreach (var (place, choice) in choices.Index())
        {
            if (context.Stop.IsCancellationRequested) break;
            var run = await runs.StartAsync(context.Learner, _network.Id, Options(context.Values, choice));
            output = new([.. output.Racers, new(choice.Known.Id, run.Id)]);
            context.Show(output);
            var ended = await EndAsync(context, run, place, choices.Count);
            if (ended is { Status: RunStatus.Failed, Failure.Code: not "run.diverged" }) return CellResult.Failed(ended.Failure, output);
        }
        if (!context.Stop.IsCancellationRequested) return CellResult.Completed(output);
        return output.Racers.Any(racer => runs.EpochsOf(racer.Run).Count > 0)
            ? new CellResult(EvaluationEnd.Stopped, output)
            : CellResult.Cancelled;
    }

    /// <summary>Lesson 2's run with these settings and this optimizer.</summary>
    public TrainingOptions Options(ParameterValues values, OptimizerChoice choice)
    {
        var set = _network.Defaults;
        foreach (var id in new[] { "epochs", "batch-size", "seed", "dataset", "hold-out", "device" }) set = set.With(id, values.Text(id));
        return _network.Options(set) with
        {
            Optimizer = choice.Spec(OptimizersParameters.Racers.SuitedRate(values, choice.Known.Id)),
        };
    }

    /// <returns>The run as it ended; null: it was deleted meanwhile.</returns>
    private static async Task<Run?> EndAsync(CellContext context, Run started, int place, int count)
    {
        var runs = context.Services.Runs;
        using var subscription = new Subscription(TimeSpan.Zero);
        using var changes = runs.Subscribe(started.Id, subscription);
        await using var stopping = context.Stop.Register(() => _ = StopAsync());
        while (runs.Find(context.Learner, started.Id) is { } run)
        {
            if (run.Ended) return run;
            var done = run.StepsPerEpoch == 0 ? 0 : (double)run.Step / ((double)run.StepsPerEpoch * run.Options.Epochs);
            context.Progress.Report(
                new Message("training.race", $"{place + 1}", $"{count}", $"{Math.Max(1, run.Epoch)}", $"{run.Options.Epochs}"),
                (place + done) / count);
            await subscription.NextAsync(CancellationToken.None);
        }
        return null;

        async Task StopAsync()
        {
            try
            {
                await runs.StopAsync(context.Learner, started.Id);
            }
            catch (RunNotFoundException)
            {
                // Deleted a moment ago: whoever waits for its end finds that out.
            }
        }
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
