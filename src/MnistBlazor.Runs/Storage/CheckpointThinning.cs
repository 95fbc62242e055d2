namespace MnistBlazor.Runs.Storage;

/// <summary>Keeps a run's checkpoints few and evenly spread, the first and the newest among them.</summary>
internal static class CheckpointThinning
{
    /// <param name="steps">The checkpoints there are, ascending.</param>
    /// <returns>Those to remove so that <paramref name="keep"/> remain.</returns>
    public static IReadOnlyList<int> Surplus(IReadOnlyList<int> steps, int keep)
    {
        var kept = new List<int>(steps);
        var surplus = new List<int>();
        while (kept.Count > Math.Max(keep, 1))
        {
            var index = kept.Count < 3 ? 0 : Enumerable.Range(1, kept.Count - 2).MinBy(i => kept[i + 1] - kept[i - 1]);
            surplus.Add(kept[index]);
            kept.RemoveAt(index);
        }
        return surplus;
    }
}
