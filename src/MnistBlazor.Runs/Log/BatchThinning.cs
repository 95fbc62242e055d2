namespace MnistBlazor.Runs.Log;

/// <summary>
/// Which batches of a run are written to its log: all of a short run, some of a long one. The choice depends on the options alone
/// and never on the clock, so the same run always has the same log, interrupted or not.
/// </summary>
internal readonly struct BatchThinning(int stepsPerEpoch, int epochs)
{
    /// <summary>About as many points as a chart can show.</summary>
    public const int Points = 1000;

    /// <summary>The loss falls fastest at the start, and that is when people look: none of the first batches is left out.</summary>
    public const int Opening = 100;

    private readonly long _stride = Math.Max(1, ((long)stepsPerEpoch * epochs + Points - 1) / Points);

    /// <param name="step">Batches trained so far, from 1.</param>
    public bool Keeps(int step) => step <= Opening || step % _stride == 0 || step % stepsPerEpoch == 0;
}
