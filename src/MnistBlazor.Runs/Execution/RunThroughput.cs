using System.Text.Json;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Runs.Execution;

/// <summary>How long a batch takes, by network, batch size and device, as measured since the server started. Thread-safe.</summary>
internal sealed class RunThroughput
{
    private const int KindsRemembered = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TimeSpan> _perBatch = [];

    public void Measured(TrainingOptions options, TimeSpan perBatch)
    {
        lock (_gate)
        {
            if (_perBatch.Count >= KindsRemembered) _perBatch.Clear();
            _perBatch[Kind(options)] = perBatch;
        }
    }

    /// <summary>Time that so many batches take; null: nothing of the kind was trained yet.</summary>
    public TimeSpan? Estimate(TrainingOptions options, long batches)
    {
        lock (_gate) return _perBatch.TryGetValue(Kind(options), out var perBatch) ? perBatch * batches : null;
    }

    /// <summary>Time that the rest of a run takes; null: not known yet.</summary>
    public TimeSpan? EstimateRest(LiveRun live)
    {
        var run = live.Snapshot;
        var stepsPerEpoch = run.StepsPerEpoch;
        if (stepsPerEpoch == 0 && live.Dataset.IsCompletedSuccessfully)
            stepsPerEpoch = live.Dataset.Result.Train.Count / run.Options.BatchSize;
        return stepsPerEpoch == 0 ? null : Estimate(run.Options, Math.Max(0, (long)stepsPerEpoch * run.Options.Epochs - run.Step));
    }

    private static string Kind(TrainingOptions options) =>
        $"{options.Device} {options.BatchSize} {JsonSerializer.Serialize(options.Model)}";
}
