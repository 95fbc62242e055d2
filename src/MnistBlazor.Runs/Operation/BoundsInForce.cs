namespace MnistBlazor.Runs.Operation;

/// <summary>The bounds that hold now. Thread-safe.</summary>
public sealed class BoundsInForce(RunsOptions options)
{
    private volatile RunBounds _now = RunBounds.Of(options);

    private event Action? Changed;

    /// <summary>As the operator has set them.</summary>
    public RunBounds Operators { get; } = RunBounds.Of(options);

    /// <summary>They take effect for the next run that is asked for; what waits already stays.</summary>
    public RunBounds Now
    {
        get => _now;
        set
        {
            _now = value;
            Changed?.Invoke();
        }
    }

    /// <param name="signal">Called when others hold from now on, by who sets them: it returns at once and does not throw.</param>
    public IDisposable Subscribe(Action signal) => new Subscriber(this, signal);

    private sealed class Subscriber : IDisposable
    {
        private readonly BoundsInForce _bounds;
        private readonly Action _signal;

        public Subscriber(BoundsInForce bounds, Action signal)
        {
            (_bounds, _signal) = (bounds, signal);
            _bounds.Changed += signal;
        }

        public void Dispose() => _bounds.Changed -= _signal;
    }
}
