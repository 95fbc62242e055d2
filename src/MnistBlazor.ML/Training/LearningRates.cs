using System.Text.Json.Serialization;
using TorchSharp.Modules;
using static TorchSharp.torch.optim.lr_scheduler;
using static TorchSharp.torch.optim;

namespace MnistBlazor.ML.Training;

[JsonConverter(typeof(JsonStringEnumConverter<LearningRateSchedule>))]
public enum LearningRateSchedule
{
    /// <summary>The same from the first batch to the last.</summary>
    Constant,

    /// <summary>Up from a 25th to the full rate over the first third of the run, then down to almost nothing.</summary>
    OneCycle,
}

/// <summary>How the learning rate changes from batch to batch.</summary>
public static class LearningRates
{
    /// <summary>
    /// The learning rate from the first batch of a run to the last, at evenly spread batches: of each, in runs of up to 200.
    /// </summary>
    /// <param name="steps">Batches of the run.</param>
    public static double[] Of(TrainingOptions options, int steps)
    {
        // The curve has the same shape however many batches it is spread over.
        var points = Math.Min(steps, 200);
        using var scope = NewDisposeScope();
        using var parameter = new Parameter(zeros(1));
        using var optimizer = SGD([parameter], options.Optimizer.LearningRate);
        var schedule = Create(options with { Optimizer = new(OptimizerKind.SGD, options.Optimizer.LearningRate) }, optimizer, points);
        var rates = new double[points];
        for (var point = 0; point < points; point++)
        {
            rates[point] = optimizer.ParamGroups.First().LearningRate;
            schedule?.step();
        }
        return rates;
    }

    /// <returns>Null: constant.</returns>
    /// <remarks>
    /// Source: Smith and Topin, Super-convergence: very fast training of neural networks using large learning rates, 2018.
    /// </remarks>
    internal static LRScheduler? Create(TrainingOptions options, Optimizer optimizer, int steps)
    {
        if (options.Schedule == LearningRateSchedule.Constant) return null;

        #region cell: schedule
        // Up for 30% of the steps, then down; momentum goes the other way.
        var schedule = OneCycleLR(optimizer, max_lr: options.Optimizer.LearningRate,
            total_steps: steps, pct_start: 0.3, cycle_momentum: options.Optimizer.HasMomentum);
        #endregion

        return schedule;
    }
}
