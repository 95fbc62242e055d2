using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Execution;

/// <summary>
/// How long a step takes: as measured, where the kind of run has been trained; else estimated from the work of a step and the rate at
/// which this machine works, as all that was trained has shown it. Thread-safe.
/// </summary>
internal sealed class RunThroughput
{
    private const int KindsRemembered = 256;

    /// <summary>What one measurement counts against all before it.</summary>
    private const double Newest = 0.3;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TimeSpan> _perStep = [];
    private readonly Dictionary<string, double> _rates = [];

    /// <param name="perStep">Without the turns of other runs.</param>
    public void Measured(RunKind kind, TimeSpan perStep)
    {
        if (perStep <= TimeSpan.Zero) return;
        lock (_gate)
        {
            if (_perStep.Count >= KindsRemembered) _perStep.Clear();
            _perStep[kind.Key] = perStep;
            Rate(kind, perStep);
        }
    }

    /// <summary>Tells the rate only: the time is of one step, and the next may take another.</summary>
    public void Seen(RunKind kind, TimeSpan step)
    {
        if (step <= TimeSpan.Zero) return;
        lock (_gate) Rate(kind, step);
    }

    public bool Knows(RunKind kind)
    {
        lock (_gate) return _perStep.ContainsKey(kind.Key);
    }

    public TimeSpan PerStep(RunKind kind)
    {
        lock (_gate)
        {
            return _perStep.TryGetValue(kind.Key, out var measured)
                ? measured
                : TimeSpan.FromSeconds(kind.StepWork / _rates.GetValueOrDefault(kind.Device, RunWork.UsualRate));
        }
    }

    /// <summary>Time that so many steps take, if the run has the device for itself.</summary>
    public TimeSpan Estimate(RunKind kind, long steps) => PerStep(kind) * steps;

    /// <summary>Why a run is not taken: it would take too long. Null: it would not.</summary>
    public Message? TooMuchWork(RunKind kind, long steps, RunBounds now)
    {
        if (kind.StepWork * steps <= now.MaxRunWork) return null;
        var perStep = PerStep(kind);
        return RunMessages.TooMuchWork(perStep * steps, perStep * (now.MaxRunWork / kind.StepWork));
    }

    // The mean is that of the logarithms: twice as fast and twice as slow are equally far off.
    private void Rate(RunKind kind, TimeSpan perStep)
    {
        var now = kind.StepWork / perStep.TotalSeconds;
        _rates[kind.Device] = _rates.TryGetValue(kind.Device, out var before) ? Math.Pow(before, 1 - Newest) * Math.Pow(now, Newest) : now;
    }
}
