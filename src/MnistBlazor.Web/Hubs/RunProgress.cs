using System.Runtime.CompilerServices;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Hubs;

/// <summary>
/// What a run's events do not say: its place in line, how long it may take, what came of it. In words of the reader's language.
/// </summary>
/// <param name="Words">"2nd in line, about 40 s"; null once the run has ended.</param>
/// <param name="Accuracy">On the test images, once evaluated: 0..1.</param>
/// <param name="Failure">Why the run failed, and what to try.</param>
public sealed record RunProgress(string? Words, double? Accuracy, string? Failure)
{
    /// <summary>The least time between two looks at a run.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static RunProgress Of(Run run, Wording words) =>
        new(words.Progress(run), run.Accuracy, run.Failure is { } failure ? words.Say(failure) : null);

    /// <param name="now">The run as it is; null once it has been deleted.</param>
    /// <param name="subscribe">Signals its argument whenever the run may have changed, until disposed.</param>
    /// <returns>The progress, then each that differs from the one before; to the end of the run and its evaluation.</returns>
    public static async IAsyncEnumerable<RunProgress> Follow(
        Func<Run?> now, Func<Run, RunProgress> describe, Func<Subscription, IDisposable> subscribe, TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var subscription = new Subscription(Interval, time);
        using var changes = subscribe(subscription);
        RunProgress? last = null;
        while (now() is { } run)
        {
            var progress = describe(run);
            if (progress != last) yield return last = progress;
            if (run is { Ended: true, Accuracy: not null } or { Status: RunStatus.Failed }) yield break;
            await subscription.NextAsync(cancellation);
        }
    }
}
