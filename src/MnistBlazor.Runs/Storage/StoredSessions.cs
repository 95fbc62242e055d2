using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Runs.Storage;

/// <summary>Keeps learners' notebooks in the store, one text for each learner and lesson. Thread-safe.</summary>
public sealed class StoredSessions
{
    private readonly IDbContextFactory<MnistBlazorContext> _contexts;
    private readonly RunStore _store;
    private readonly StoreWriter _writer;
    private readonly LearnerAddresses _addresses;
    private readonly TimeProvider _time;

    internal StoredSessions(
        IDbContextFactory<MnistBlazorContext> contexts, RunStore store, StoreWriter writer, LearnerAddresses addresses,
        TimeProvider time) =>
        (_contexts, _store, _writer, _addresses, _time) = (contexts, store, writer, addresses, time);

    /// <returns>Null: it was never saved, or the store is not open.</returns>
    public string? Find(LearnerId owner, string lesson)
    {
        if (!_store.IsOpen) return null;
        using var context = _contexts.CreateDbContext();
        return context.Sessions.AsNoTracking().SingleOrDefault(row => row.Owner == owner && row.Lesson == lesson)?.State;
    }

    /// <param name="state">Called on the store's writing thread.</param>
    /// <param name="most">
    /// Notebooks that may be stored of all learners; those of one network address may have half. Who has one already keeps it.
    /// </param>
    /// <returns>
    /// Ends when it is stored (true), when there is no room for another (false), or with what prevented that.
    /// </returns>
    public async Task<bool> SaveAsync(LearnerId owner, string lesson, Func<string> state, int most = int.MaxValue)
    {
        var room = true;
        await _writer.WriteAsync(context =>
        {
            if (context.Sessions.Find(owner, lesson) is { } row)
                (row.State, row.UpdatedAt) = (state(), _time.GetUtcNow());
            else if (room = HasRoom(context, owner, most))
                context.Sessions.Add(new SessionRow { Owner = owner, Lesson = lesson, State = state(), UpdatedAt = _time.GetUtcNow() });
        });
        return room;
    }

    private bool HasRoom(MnistBlazorContext context, LearnerId owner, int most)
    {
        if (most == int.MaxValue) return true;
        var all = context.Sessions.Count();
        if (all < most / 2) return true;
        var beside = _addresses.Beside(owner);
        return all < most && (beside.Count == 0 || context.Sessions.Count(row => beside.Contains(row.Owner)) < most / 2);
    }
}
