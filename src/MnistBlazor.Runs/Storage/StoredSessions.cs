using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// Keeps learners' notebooks in the store, one text for each learner and lesson. A saving takes the place only of what it goes on from:
/// a notebook that stayed open in one process while its learner went on in another is not written over that. Thread-safe.
/// </summary>
public sealed class StoredSessions
{
    private readonly IDbContextFactory<MnistBlazorContext> _contexts;
    private readonly RunStore _store;
    private readonly StoreWriter _writer;
    private readonly IStoreDialect _dialect;
    private readonly LearnerAddresses _addresses;
    private readonly TimeProvider _time;

    internal StoredSessions(
        IDbContextFactory<MnistBlazorContext> contexts, RunStore store, StoreWriter writer, IStoreDialect dialect,
        LearnerAddresses addresses, TimeProvider time) =>
        (_contexts, _store, _writer, _dialect, _addresses, _time) = (contexts, store, writer, dialect, addresses, time);

    /// <returns>The state and its version; null: it was never saved, or the store is not open.</returns>
    /// <exception cref="StoreAwayException">Whether there is one cannot be known now.</exception>
    public (string State, string Version)? Find(LearnerId owner, string lesson)
    {
        if (!_store.IsOpen) return null;
        try
        {
            using var context = _contexts.CreateDbContext();
            return Row(context, owner, lesson).AsNoTracking().SingleOrDefault() is { } row ? (row.State, row.Version) : null;
        }
        catch (Exception away) when (_dialect.IsShared && _dialect.IsUnavailable(away))
        {
            throw new StoreAwayException(away);
        }
    }

    /// <summary>Whether another process has saved the notebook since; where there is no other, nothing is asked.</summary>
    public bool IsOutdated(LearnerId owner, string lesson, SessionVersion version)
    {
        if (!_dialect.IsShared || !_store.IsOpen) return false;
        using var context = _contexts.CreateDbContext();
        return Row(context, owner, lesson).Select(row => row.Version).SingleOrDefault() is { } stored && !version.Knows(stored);
    }

    /// <param name="state">Called on the store's writing thread.</param>
    /// <param name="version">What it goes on from: the same object for all savings of an open notebook.</param>
    /// <param name="most">
    /// Notebooks that may be stored of all learners; those of one network address may have half. Who has one already keeps it.
    /// </param>
    /// <returns>Ends when it is stored or cannot be, or with what prevented that.</returns>
    public async Task<SessionSaving> SaveAsync(
        LearnerId owner, string lesson, Func<string> state, SessionVersion version, int most = int.MaxValue)
    {
        var result = SessionSaving.Saved;
        await _writer.WriteAsync(context =>
        {
            var (text, next, now) = (state(), version.Next(), _time.GetUtcNow());
            // The version is compared in the statement that writes, which leaves no moment for another process in between.
            var written = Row(context, owner, lesson)
                .Where(row => row.Version == version.Read || row.Version.StartsWith(version.Writer))
                .ExecuteUpdate(set => set.SetProperty(row => row.State, text).SetProperty(row => row.Version, next)
                    .SetProperty(row => row.UpdatedAt, now));
            if (written > 0) return;
            result = Row(context, owner, lesson).Any() ? SessionSaving.Outdated
                : HasRoom(context, owner, most) ? SessionSaving.Saved
                : SessionSaving.NoRoom;
            if (result == SessionSaving.Saved)
                context.Sessions.Add(new() { Owner = owner, Lesson = lesson, State = text, UpdatedAt = now, Version = next });
        });
        return result;
    }

    private static IQueryable<SessionRow> Row(MnistBlazorContext context, LearnerId owner, string lesson) =>
        context.Sessions.Where(row => row.Owner == owner && row.Lesson == lesson);

    private bool HasRoom(MnistBlazorContext context, LearnerId owner, int most)
    {
        if (most == int.MaxValue) return true;
        var all = context.Sessions.Count();
        if (all < most / 2) return true;
        var beside = _addresses.Beside(owner);
        return all < most && (beside.Count == 0 || context.Sessions.Count(row => beside.Contains(row.Owner)) < most / 2);
    }
}
