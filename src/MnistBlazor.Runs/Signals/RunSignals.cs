using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Signals;

/// <summary>Signals within this process.</summary>
internal sealed class RunSignals : IRunSignals
{
    private readonly Subscribers<RunId> _runs = new();
    private readonly Subscribers<LearnerId> _learners = new();
    private readonly Subscribers<Everything> _all = new();

    public RunSignals(RunsMetrics metrics) =>
        metrics.Observe("mnistblazor.watchers", "{watcher}", "Subscriptions to runs.", () => _runs.Count);

    public void Raise(RunId run)
    {
        _runs.Raise(run);
        _all.Raise(default);
    }

    public void Raise(LearnerId learner)
    {
        _learners.Raise(learner);
        _all.Raise(default);
    }

    public IDisposable Subscribe(RunId run, Action signal) => _runs.Add(run, signal);

    public IDisposable Subscribe(LearnerId learner, Action signal) => _learners.Add(learner, signal);

    public IDisposable Subscribe(Action signal) => _all.Add(default, signal);

    /// <summary>As if everything had changed.</summary>
    public void RaiseAll()
    {
        _runs.RaiseAll();
        _learners.RaiseAll();
        _all.RaiseAll();
    }

    private readonly record struct Everything;
}
