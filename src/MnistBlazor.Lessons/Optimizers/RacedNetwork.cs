using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Mlp;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>Lesson 2's network as the lab trains it: as ordinary runs in the queue, which differ in their optimizers only.</summary>
/// <param name="devices">Ids of the devices to choose from, the default first.</param>
public sealed class RacedNetwork(IReadOnlyList<string> devices)
{
    private readonly MlpLesson _lesson = new(devices);

    /// <summary>What all of its runs have in common. The race shows them; the other cells with the network use them too.</summary>
    public IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        DigitsParameters.BatchSize(1000) with { AlsoUsedBy = [RatesCell.Name] },
        DigitsParameters.Seed with { AlsoUsedBy = [RatesCell.Name, StepCell.Name] },
        new DatasetParameter(DatasetParameter.Dataset.Id, DatasetParameter.Dataset.Default)
        {
            AlsoUsedBy = [RatesCell.Name, StepCell.Name],
        },
        DigitsParameters.HoldOut with { AlsoUsedBy = [RatesCell.Name] },
        DigitsParameters.Device(devices) with { AlsoUsedBy = [RatesCell.Name] },
    ];

    /// <summary>A run with these settings and this optimizer.</summary>
    public TrainingOptions Options(ParameterValues values, OptimizerChoice choice)
    {
        var set = _lesson.Defaults.With("epochs", values.Text("epochs"));
        foreach (var parameter in Parameters) set = set.With(parameter.Id, values.Text(parameter.Id));
        return _lesson.Options(set) with { Optimizer = choice.Spec(OptimizersParameters.SuitedRate(choice.Known.Id)) };
    }

    /// <summary>Trains it to its end, or until the cell is stopped.</summary>
    /// <param name="report">Is called when the run has begun and when it has come on.</param>
    /// <returns>The run as it ended; null: it was deleted meanwhile.</returns>
    /// <exception cref="RunRefusedException">A bound is reached.</exception>
    public async Task<Run?> TrainAsync(CellContext context, TrainingOptions options, Action<Run> report)
    {
        var runs = context.Services.Runs;
        var id = (await runs.StartAsync(context.Learner, _lesson.Id, options)).Id;
        using var subscription = new Subscription(TimeSpan.Zero);
        using var changes = runs.Subscribe(id, subscription);
        await using var stopping = context.Stop.Register(() => _ = StopAsync());
        while (runs.Find(context.Learner, id) is { } run)
        {
            report(run);
            // Its last epoch can be read once it is stored, a moment after the end. One that failed in it has it not.
            if (run.Ended && (run.Status == RunStatus.Failed || runs.EpochsOf(id).Count >= WholeEpochs(run))) return run;
            await subscription.NextAsync(CancellationToken.None);
        }
        return null;

        async Task StopAsync()
        {
            try
            {
                await runs.StopAsync(context.Learner, id);
            }
            catch (RunNotFoundException)
            {
                // Deleted a moment ago: whoever waits for its end finds that out.
            }
        }
    }

    private static int WholeEpochs(Run run) => run.StepsPerEpoch == 0 ? 0 : run.Step / run.StepsPerEpoch;

    /// <summary>How much of it is done, 0 to 1.</summary>
    public static double Done(Run run) => run.StepsPerEpoch == 0 ? 0 : (double)run.Step / ((double)run.StepsPerEpoch * run.Options.Epochs);
}
