using System.Globalization;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>Each optimizer trains the network for an epoch with one learning rate after the other, from tiny to huge.</summary>
public sealed class RatesCell : LessonCell
{
    public const string Name = "rates";

    private const int LowestPower = -4, HighestPower = 1;

    private readonly RacedNetwork _network;

    public RatesCell(RacedNetwork network) : base(Name)
    {
        _network = network;
        Parameters = [OptimizersParameters.Swept, OptimizersParameters.RatesPerDecade];
        Code = [CodeRegions.Trainer.TrainingStep];
    }

    public override Type Output => typeof(RatesOutput);

    /// <summary>From 0.0001 to 10, evenly by their logarithm, two digits each.</summary>
    public static IReadOnlyList<double> Rates(int perDecade) => [.. Enumerable.Range(0, ((HighestPower - LowestPower) * perDecade) + 1)
        .Select(i => Math.Pow(10, LowestPower + ((double)i / perDecade)).ToString("G2", CultureInfo.InvariantCulture))
        .Select(rate => double.Parse(rate, CultureInfo.InvariantCulture))];

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var choices = OptimizersParameter.Parse(context.Values.Text(OptimizersParameters.Swept.Id));
        var rates = Rates(context.Values.Integer(OptimizersParameters.RatesPerDecade.Id));
        var dataset = context.Values.Text(DatasetParameter.Dataset.Id);
        var classes = (await context.Services.Datasets(context.Learner, dataset, context.Progress, context.Stop)).ClassNames.Count;
        var output = new RatesOutput([], Math.Log(classes));
        foreach (var (number, (choice, rate)) in choices.SelectMany(choice => rates.Select(rate => (choice, rate))).Index())
        {
            if (context.Stop.IsCancellationRequested) break;
            var options = _network.Options(context.Values, choice with { Rate = rate }) with { Epochs = 1 };
            var ended = await _network.TrainAsync(
                context, options, run => Report(context, choice, rate, number, choices.Count * rates.Count, run));
            if (ended is { Status: RunStatus.Failed, Failure.Code: not "run.diverged" }) return CellResult.Failed(ended.Failure, output);
            if (ended is null) continue;
            if (ended.Status != RunStatus.Stopped) context.Show(output = output.With(choice.Known.Id, TrialOf(context, ended)));
            await ForgetAsync(context, ended.Id);
        }
        if (!context.Stop.IsCancellationRequested) return CellResult.Completed(output);
        return output.Curves.Count > 0 ? new CellResult(EvaluationEnd.Stopped, output) : CellResult.Cancelled;
    }

    private static void Report(CellContext context, OptimizerChoice choice, double rate, int number, int all, Run run) =>
        context.Progress.Report(
            new Message("training.rates", choice.Known.Name, NumberParameter.Format(rate), $"{number + 1}", $"{all}"),
            (number + RacedNetwork.Done(run)) / all);

    private static RateTrial TrialOf(CellContext context, Run run)
    {
        var epoch = context.Services.Runs.EpochsOf(run.Id).LastOrDefault();
        return new(run.Options.Optimizer.LearningRate, run.Status == RunStatus.Failed ? null : epoch?.ValidationLoss ?? epoch?.MeanLoss);
    }

    /// <summary>A trial is a point of a curve, no run to come back to: it must not crowd the others out.</summary>
    private static async Task ForgetAsync(CellContext context, RunId id)
    {
        try
        {
            await context.Services.Archive.Delete(context.Learner, id);
        }
        catch (Exception failure) when (failure is RunNotFoundException or RunNotSavedException)
        {
            // It is gone already, or stays in the list for its owner to delete.
        }
    }
}

/// <summary>The curves so far.</summary>
/// <param name="Untrained">The loss of a network that guesses: ln(classes).</param>
public sealed record RatesOutput(IReadOnlyList<RateCurve> Curves, double Untrained) : CellOutput
{
    internal RatesOutput With(string optimizer, RateTrial trial) => this with
    {
        Curves = Curves.LastOrDefault() is { } last && last.Optimizer == optimizer
            ? [.. Curves.SkipLast(1), last with { Trials = [.. last.Trials, trial] }]
            : [.. Curves, new(optimizer, [trial])],
    };
}

/// <param name="Optimizer">"adam".</param>
/// <param name="Trials">By learning rate, ascending.</param>
public sealed record RateCurve(string Optimizer, IReadOnlyList<RateTrial> Trials)
{
    /// <summary>The trial with the lowest loss; null: all of them diverged.</summary>
    public RateTrial? Best(double untrained) => Trials.Where(trial => !trial.Diverged(untrained)).MinBy(trial => trial.Loss);

    /// <summary>The lowest rate above the best that diverged; null: none did.</summary>
    public RateTrial? FirstDiverged(double untrained)
    {
        var best = Best(untrained)?.Rate ?? 0;
        return Trials.FirstOrDefault(trial => trial.Rate > best && trial.Diverged(untrained));
    }
}

/// <param name="Loss">
/// At the end of the epoch, on the images held out, or the epoch's mean where there are none; null: it was no number.
/// </param>
public sealed record RateTrial(double Rate, double? Loss)
{
    /// <summary>Worse than a guess, or no number at all.</summary>
    public bool Diverged(double untrained) => Loss is not { } loss || loss > untrained;
}
