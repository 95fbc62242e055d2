using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Hubs;

/// <summary>
/// One reader's way through a run's event log. The run never waits for it: the log is read when the reader is ready for more, so a
/// slow reader gets fewer and longer lists, and one that falls more than a page behind skips batches, but never an epoch nor the end.
/// </summary>
public static class RunWatch
{
    /// <summary>The most events in one list.</summary>
    public const int PageSize = 1000;

    /// <summary>The least time between two lists once the reader has caught up: four updates of a chart a second.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <param name="eventsAfter">The log's events above a number, in order, at most so many.</param>
    /// <param name="subscribe">Calls its argument whenever the log may have grown, until disposed.</param>
    /// <param name="after">The last number that the reader has.</param>
    /// <returns>Lists of at least one event, ending with the run's last event; none when the reader has that already.</returns>
    public static async IAsyncEnumerable<IReadOnlyList<RunEvent>> Stream(
        Func<int, int, IReadOnlyList<RunEvent>> eventsAfter,
        Func<Action, IDisposable> subscribe,
        int after,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (after > 0 && eventsAfter(after - 1, 1) is [RunEnded]) yield break;

        // Any number of signals between two looks at the log count as one.
        var grown = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = subscribe(() => grown.Writer.TryWrite(true));
        var caughtUp = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var events = eventsAfter(after, PageSize);
            if (events.Count == 0)
            {
                caughtUp = true;
                await grown.Reader.ReadAsync(cancellation);
                continue;
            }
            if (events.Count == PageSize && caughtUp) events = SkipBatches(events, eventsAfter);
            after = events[^1].Number;
            yield return events;
            if (events[^1] is RunEnded) yield break;
            if (events.Count < PageSize)
            {
                caughtUp = true;
                await Task.Delay(Interval, time, cancellation);
            }
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
