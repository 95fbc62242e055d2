using System.Text.Json.Serialization;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

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
    /// <summary>The learning rate of each batch of a run, in order, at most <paramref name="points"/> of them, evenly spread.</summary>
    /// <param name="steps">Batches of the run: at least 2.</param>
    public static double[] Of(TrainingOptions options, int steps, int points = 200)
    {
        using var scope = NewDisposeScope();
        using var parameter = new TorchSharp.Modules.Parameter(zeros(1));
        using var optimizer = SGD([parameter], options.Optimizer.LearningRate);
        var schedule = Create(options with { Optimizer = new(OptimizerKind.SGD, options.Optimizer.LearningRate) }, optimizer, steps);
        var rates = new List<double>();
        for (var step = 0; step < steps; step++)
        {
            rates.Add(optimizer.ParamGroups.First().LearningRate);
            schedule?.step();
        }
        var count = Math.Min(points, steps);
        return [.. Enumerable.Range(0, count).Select(point => rates[(int)((long)point * (steps - 1) / Math.Max(1, count - 1))])];
    }

    /// <returns>Null: constant.</returns>
    /// <remarks>Source: Smith and Topin, Super-convergence: very fast training of neural networks using large learning rates, 2018.</remarks>
    internal static LRScheduler? Create(TrainingOptions options, Optimizer optimizer, int steps)
    {
        if (options.Schedule == LearningRateSchedule.Constant) return null;
        // Momentum goes the other way, down and up again, in the optimizers that have one.
        var cyclesMomentum = options.Optimizer is { Kind: OptimizerKind.Adam or OptimizerKind.AdamW } or { Kind: OptimizerKind.SGD, Momentum: > 0 };

        #region cell: schedule
        var schedule = OneCycleLR(optimizer, max_lr: options.Optimizer.LearningRate, total_steps: steps, pct_start: 0.3, cycle_momentum: cyclesMomentum);
        #endregion

        return schedule;
    }
}
