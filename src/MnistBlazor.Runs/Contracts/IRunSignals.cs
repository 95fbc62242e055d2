namespace MnistBlazor.Runs.Contracts;

/// <summary>
/// Tells that something about a run, or about some run of a learner, has changed. A signal carries no data: whoever gets it reads
/// what it needs.
/// <para>
/// An implementation owes: after a raise, everyone who had subscribed to that key, or to all, before it is called at least once, and
/// nobody to another key; several raises may come as one call, but the last is never left out. A raise returns at once and does not throw:
/// it comes from threads that train or write. Once a subscription is disposed, no raise after that reaches it. Thread-safe.
/// </para>
/// </summary>
public interface IRunSignals
{
    void Raise(RunId run);

    void Raise(LearnerId learner);

    /// <param name="signal">Called from any thread, perhaps the one that raises: it returns at once and does not throw.</param>
    IDisposable Subscribe(RunId run, Action signal);

    /// <param name="signal">As for a run.</param>
    IDisposable Subscribe(LearnerId learner, Action signal);

    /// <summary>To every run and every learner.</summary>
    /// <param name="signal">As for a run.</param>
    IDisposable Subscribe(Action signal);
}
