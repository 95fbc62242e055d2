using System.Runtime.CompilerServices;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;

namespace MnistBlazor.Web.Hubs;

/// <summary>
/// One reader's way through a run's event log. The run never waits for it: the log is read when the reader is ready for more, so a
/// slow reader gets fewer and longer lists, and one that falls more than a page behind skips batches, but never an epoch nor the end.
/// </summary>
public static class RunWatch
{
    /// <summary>The most events in one list.</summary>
    public const int PageSize = 1000;

    /// <summary>
    /// The least time between two lists once the reader has caught up: less than the store takes from one flush to the next, so that
    /// what is stored goes out at once. A chart draws less often by itself.
    /// </summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <param name="eventsAfter">The log's events above a number, in order, at most so many.</param>
    /// <param name="subscribe">Signals its argument whenever the log may have grown, until disposed.</param>
    /// <param name="after">The last number that the reader has.</param>
    /// <returns>Lists of at least one event, ending with the run's last event; none when the reader has that already.</returns>
    public static async IAsyncEnumerable<IReadOnlyList<RunEvent>> Stream(
        Func<int, int, IReadOnlyList<RunEvent>> eventsAfter,
        Func<Subscription, IDisposable> subscribe,
        int after,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (after > 0 && eventsAfter(after - 1, 1) is [RunEnded]) yield break;

        using var subscription = new Subscription(Interval, time);
        using var changes = subscribe(subscription);
        var caughtUp = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var events = eventsAfter(after, PageSize);
            var full = events.Count == PageSize;
            if (events.Count > 0)
            {
                if (full && caughtUp) events = SkipBatches(events, eventsAfter);
                after = events[^1].Number;
                yield return events;
                if (events[^1] is RunEnded) yield break;
            }
            if (full && !caughtUp) continue;
            caughtUp = true;
            await subscription.NextAsync(cancellation);
        }
    }

    /// <summary>From a full page to the log's end, without the batches but for the newest.</summary>
    private static List<RunEvent> SkipBatches(IReadOnlyList<RunEvent> page, Func<int, int, IReadOnlyList<RunEvent>> eventsAfter)
    {
        var kept = new List<RunEvent>();
        BatchTrained? newest = null;
        for (; page.Count > 0; page = eventsAfter(page[^1].Number, PageSize))
        {
            kept.AddRange(page.Where(e => e is not BatchTrained));
            newest = page.OfType<BatchTrained>().LastOrDefault() ?? newest;
        }
        if (newest is not null) kept.Insert(kept.FindLastIndex(e => e.Number < newest.Number) + 1, newest);
        return kept;
    }
}
