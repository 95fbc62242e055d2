using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.SignalR;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Hubs;

/// <summary>
/// The measurements of runs, as they come. It only reads: who may watch gets events and may ask the run's network what a drawing is, and
/// nobody controls a run from here.
/// </summary>
public sealed class RunHub(
    RunService runs, Spectators spectators, PredictionService predictions, WatchedReadings readings, Wording words,
    ILogger<RunHub> logger) : Hub
{
    public const string Path = "/hubs/run";

    /// <summary>Streams that one connection reads at a time: a page compares a handful of runs.</summary>
    public const int MaxWatchesPerConnection = 16;

    /// <summary>
    /// The run's events with numbers above <paramref name="after"/>, then what comes, in lists; completes after the run's last event.
    /// </summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="after">The last number that the caller has; 0 for all.</param>
    /// <param name="watchKey">Needed by everyone but the run's owner.</param>
    /// <exception cref="HubException">
    /// <c>run-not-found</c>: there is none, or it is not for the caller to see. <c>bad-number</c>: below 0. <c>too-many-watches</c>: of
    /// this connection. <c>too-many-watchers</c>, <c>server-full</c>: see <see cref="Spectators"/>.
    /// </exception>
    public IAsyncEnumerable<IReadOnlyList<RunEvent>> Watch(string? runId, int after, string? watchKey, CancellationToken cancellation)
    {
        if (after < 0) throw new HubException("bad-number");
        var (id, asGuest) = Authorize(runId, watchKey);
        return Counted(
            id, asGuest,
            RunWatch.Stream(
                (number, count) => runs.EventsAfter(id, number, count), changes => runs.Subscribe(id, changes), after, TimeProvider.System),
            cancellation);
    }

    /// <summary>How far the run has come, in words of the language in which the connection was opened, whenever that changes.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="watchKey">Needed by everyone but the run's owner.</param>
    /// <exception cref="HubException">As for <see cref="Watch"/>.</exception>
    public IAsyncEnumerable<RunProgress> Progress(string? runId, string? watchKey, CancellationToken cancellation)
    {
        var (id, asGuest) = Authorize(runId, watchKey);
        var culture = Context.GetHttpContext()?.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture
            ?? CultureInfo.CurrentUICulture;
        var (find, wording) = (Finder(id, watchKey, asGuest), words);
        return Counted(
            id, asGuest, RunProgress.Follow(find, Describe, changes => runs.Subscribe(id, changes), TimeProvider.System), cancellation);

        RunProgress Describe(Run run)
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
            return RunProgress.Of(run, wording);
        }
    }

    /// <summary>What the run's network, as it is now, makes of a drawing.</summary>
    /// <param name="runId">32 hexadecimal digits.</param>
    /// <param name="watchKey">Needed by everyone but the run's owner.</param>
    /// <param name="strokes">Each a flat list x, y, x, y, … within 0..1.</param>
    /// <returns>Null: nothing is drawn, the run has no weights yet, or too many wait.</returns>
    /// <exception cref="HubException">
    /// <c>run-not-found</c>: there is none, or it is not for the caller to see. <c>bad-drawing</c>: see <see cref="Strokes.Parse"/>.
    /// <c>too-many-drawings</c>: see <see cref="WatchedReadings"/>.
    /// </exception>
    public async Task<Reading?> Read(string? runId, string? watchKey, float[]?[]? strokes)
    {
        if (!readings.Allows(Context.ConnectionId, Visitor.Of(Context.User).Address)) throw new HubException("too-many-drawings");
        var (id, asGuest) = Authorize(runId, watchKey);
        var run = asGuest ? runs.FindByWatchKey(id, watchKey!) : Owned(id);
        if (run is null) throw new HubException("run-not-found");
        try
        {
            var prediction = await predictions.PredictAsync(
                new LearnerId("watching " + Context.ConnectionId), run.Owner, id, Strokes.Parse(strokes), Context.ConnectionAborted);
            return prediction is null ? null : new(prediction.Class, prediction.Probabilities, prediction.ClassNames);
        }
        catch (ArgumentException)
        {
            throw new HubException("bad-drawing");
        }
        catch (RunNotFoundException)
        {
            throw new HubException("run-not-found"); // deleted a moment ago
        }
    }

    /// <returns>The run, and whether the caller is not its owner but has its key.</returns>
    private (RunId Run, bool AsGuest) Authorize(string? runId, string? watchKey)
    {
        if (RunId.TryParse(runId, out var id))
        {
            if (Owned(id) is not null) return (id, false);
            if (!string.IsNullOrEmpty(watchKey) && runs.FindByWatchKey(id, watchKey) is not null) return (id, true);
        }
        throw new HubException("run-not-found");
    }

    private Run? Owned(RunId id) =>
        Context.User is { } user && LearnerIdentity.IsKnown(user) ? runs.Find(LearnerIdentity.Of(user), id) : null;

    // A hub lives for one call: what a stream needs later is taken from it here.
    private Func<Run?> Finder(RunId id, string? watchKey, bool asGuest)
    {
        var service = runs;
        if (asGuest) return () => service.FindByWatchKey(id, watchKey!);
        var owner = LearnerIdentity.Of(Context.User!);
        return () => service.Find(owner, id);
    }

    // What belongs to the connection is kept in its Items, for the same reason.
    private StrongBox<int> WatchesOfConnection()
    {
        lock (Context.Items)
        {
            if (Context.Items.TryGetValue(nameof(WatchesOfConnection), out var found)) return (StrongBox<int>)found!;
            var watches = new StrongBox<int>();
            Context.Items[nameof(WatchesOfConnection)] = watches;
            return watches;
        }
    }

    private async IAsyncEnumerable<T> Counted<T>(
        RunId run, bool asGuest, IAsyncEnumerable<T> stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (watches, visitor) = (WatchesOfConnection(), Visitor.Of(Context.User));
        IDisposable? membership = null;
        try
        {
            if (Interlocked.Increment(ref watches.Value) > MaxWatchesPerConnection) throw new HubException("too-many-watches");
            if (asGuest && spectators.Join(run, Context.ConnectionId, visitor.Address, out membership) is { } refusal)
                throw new HubException(refusal);
            await using var items = stream.GetAsyncEnumerator(cancellation);
            while (await MovesAsync(items)) yield return items.Current;
        }
        finally
        {
            membership?.Dispose();
            Interlocked.Decrement(ref watches.Value);
        }
    }

    // What a visitor brings about is answered and not logged; the rest is.
    private async ValueTask<bool> MovesAsync<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception failure) when (failure is not (HubException or OperationCanceledException))
        {
            logger.LogError(failure, "A stream of the hub broke off.");
            throw;
        }
    }
}
