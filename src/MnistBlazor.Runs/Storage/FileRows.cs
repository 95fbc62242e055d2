using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage;

/// <summary>The rows of a run's checkpoints and early weights, whose files are written already.</summary>
internal static class FileRows
{
    /// <param name="keep">The most checkpoints of a run.</param>
    /// <returns>The files that no row names any more once the context's changes are saved.</returns>
    public static IReadOnlyList<string> Add(MnistBlazorContext context, RunChanges changes, int keep)
    {
        var surplus = new List<string>();
        if (changes.Points.Count > 0) AddCheckpoints(context, changes, keep, surplus);
        if (changes.Weights.Count > 0) AddWeights(context, changes, surplus);
        return surplus;
    }

    private static void AddCheckpoints(MnistBlazorContext context, RunChanges changes, int keep, List<string> surplus)
    {
        var run = changes.Run.Id;
        var known = context.Checkpoints.Where(row => row.RunId == run).ToDictionary(row => row.Step);
        foreach (var point in changes.Points)
        {
            if (!known.TryGetValue(point.Step, out var row))
            {
                known[point.Step] = row = new CheckpointRow
                {
                    RunId = run, Step = point.Step, Epoch = point.Epoch, Bytes = point.Checkpoint.Length, At = DateTimeOffset.UtcNow,
                    OwnerEpoch = changes.Epoch,
                };
                context.Checkpoints.Add(row);
            }
            else if (row.OwnerEpoch != changes.Epoch)
            {
                // An earlier owner's, which could not be read.
                surplus.Add(CheckpointFiles.Name(row));
                (row.OwnerEpoch, row.Bytes) = (changes.Epoch, point.Checkpoint.Length);
            }
        }
        foreach (var step in CheckpointThinning.Surplus([.. known.Keys.Order()], keep))
        {
            surplus.Add(CheckpointFiles.Name(known[step]));
            context.Checkpoints.Remove(known[step]);
        }
    }

    // A run that goes on from before such steps trains them again: the file is then written anew.
    private static void AddWeights(MnistBlazorContext context, RunChanges changes, List<string> surplus)
    {
        var (run, weights) = (changes.Run.Id, changes.Weights);
        var (last, steps) = (weights[^1].Step, string.Join(' ', weights.Select(one => one.Step)));
        var bytes = EarlyWeightsFile.LengthOf(weights);
        if (context.EarlyWeights.Find(run, last) is not { } known)
        {
            context.EarlyWeights.Add(new() { RunId = run, Step = last, Steps = steps, Bytes = bytes, OwnerEpoch = changes.Epoch });
            return;
        }
        if (known.OwnerEpoch != changes.Epoch) surplus.Add(CheckpointFiles.Name(known));
        (known.Steps, known.Bytes, known.OwnerEpoch) = (steps, bytes, changes.Epoch);
    }
}
