namespace MnistBlazor.Runs.Execution;

/// <summary>
/// After which steps of a run's first epoch its weights are kept: every one at first, when most is learnt, then further and further
/// apart. The choice depends on the options alone, so a run that was interrupted keeps the same. The end of the epoch is a checkpoint.
/// </summary>
internal sealed class EarlySteps
{
    /// <summary>As many as the first epoch has, where it is long enough and they are not too large.</summary>
    public const int Most = 24;

    private readonly HashSet<int> _steps = [];

    /// <param name="bytesEach">Of the weights after one step.</param>
    /// <param name="maxBytes">What all of them may take.</param>
    public EarlySteps(int stepsPerEpoch, long bytesEach, long maxBytes)
    {
        var count = (int)Math.Min(Math.Min(Most, stepsPerEpoch), maxBytes / Math.Max(1, bytesEach));
        for (var i = 0; i < count; i++) _steps.Add(i == 0 ? 0 : Math.Max(i, (int)Math.Round(Math.Pow(stepsPerEpoch, (double)i / count))));
    }

    /// <param name="step">Batches trained so far; 0: before the first.</param>
    public bool Keeps(int step) => _steps.Contains(step);
}
