namespace MnistBlazor.Runs.Operation;

/// <summary>The bounds that hold now. Thread-safe.</summary>
public sealed class BoundsInForce(RunsOptions options)
{
    private volatile RunBounds _now = RunBounds.Of(options);

    /// <summary>They take effect for the next run that is asked for; what waits already stays.</summary>
    public RunBounds Now
    {
        get => _now;
        set => _now = value;
    }
}
