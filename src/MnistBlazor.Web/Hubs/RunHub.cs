using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using MnistBlazor.Notebook.Runs;
using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Hubs;

/// <summary>
/// The measurements of runs, as they come. It only reads: who may watch gets events, and nobody controls a run from here.
/// </summary>
public sealed class RunHub(RunService runs) : Hub
{
    public const string Path = "/hubs/run";

    /// <summary>Runs that one connection watches at a time: a page compares a handful.</summary>
    public const int MaxWatchesPerConnection = 16;

    /// <summary>
    /// The run's events with numbers above <paramref name="after"/>, then what comes, in lists; completes after the run's last event.
    /// </summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="after">The last number that the caller has; 0 for all.</param>
    /// <param name="watchKey">Needed by everyone but the run's owner.</param>
    /// <exception cref="HubException">
    /// <c>run-not-found</c>: there is none, or it is not for the caller to see. <c>bad-number</c>: below 0. <c>too-many-watches</c>.
    /// </exception>
    public IAsyncEnumerable<IReadOnlyList<RunEvent>> Watch(string? runId, int after, string? watchKey, CancellationToken cancellation)
    {
        if (after < 0)
            throw new HubException("bad-number");
        if (!RunId.TryParse(runId, out var id) || !MayWatch(id, watchKey))
            throw new HubException("run-not-found");
        return Counted(
            RunWatch.Stream((number, count) => runs.EventsAfter(id, number, count), signal => runs.Subscribe(id, signal), after, TimeProvider.System),
            cancellation);
    }

    private bool MayWatch(RunId id, string? watchKey) =>
        Context.User is { } user && LearnerIdentity.IsKnown(user) && runs.Find(LearnerIdentity.Of(user), id) is not null
        || !string.IsNullOrEmpty(watchKey) && runs.FindByWatchKey(id, watchKey) is not null;

    // A hub lives for one call; what belongs to the connection is kept in its Items.
    private StrongBox<int> WatchesOfConnection()
    {
        lock (Context.Items)
        {
            if (Context.Items.TryGetValue(nameof(WatchesOfConnection), out var found))
                return (StrongBox<int>)found!;
            var watches = new StrongBox<int>();
            Context.Items[nameof(WatchesOfConnection)] = watches;
            return watches;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<RunEvent>> Counted(
        IAsyncEnumerable<IReadOnlyList<RunEvent>> stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var watches = WatchesOfConnection();
        if (Interlocked.Increment(ref watches.Value) > MaxWatchesPerConnection)
        {
            Interlocked.Decrement(ref watches.Value);
            throw new HubException("too-many-watches");
        }
        try
        {
            await foreach (var events in stream.WithCancellation(cancellation))
                yield return events;
        }
        finally
        {
            Interlocked.Decrement(ref watches.Value);
        }
    }
}
