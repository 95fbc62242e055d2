using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>Keeps learners' notebooks in the store, one text for each learner and lesson. Thread-safe.</summary>
public sealed class StoredSessions
{
    private readonly IDbContextFactory<MnistBlazorContext> _contexts;
    private readonly RunStore _store;
    private readonly StoreWriter _writer;
    private readonly TimeProvider _time;

    internal StoredSessions(IDbContextFactory<MnistBlazorContext> contexts, RunStore store, StoreWriter writer, TimeProvider time) =>
        (_contexts, _store, _writer, _time) = (contexts, store, writer, time);

    /// <returns>Null: it was never saved, or the store is not open.</returns>
    public string? Find(LearnerId owner, string lesson)
    {
        if (!_store.IsOpen) return null;
        using var context = _contexts.CreateDbContext();
        return context.Sessions.AsNoTracking().SingleOrDefault(row => row.Owner == owner && row.Lesson == lesson)?.State;
    }

    /// <param name="state">Called on the store's writing thread.</param>
    /// <returns>Ends when it is stored, or with what prevented that.</returns>
    public Task SaveAsync(LearnerId owner, string lesson, Func<string> state) => _writer.WriteAsync(context =>
    {
        var text = state();
        if (context.Sessions.Find(owner, lesson) is { } row)
            (row.State, row.UpdatedAt) = (text, _time.GetUtcNow());
        else
            context.Sessions.Add(new SessionRow { Owner = owner, Lesson = lesson, State = text, UpdatedAt = _time.GetUtcNow() });
    });

    /// <summary>Removes those that were left alone the longest, so that at most <paramref name="count"/> remain.</summary>
    public Task TrimAsync(int count) => _writer.WriteAsync(context =>
        context.Sessions.RemoveRange(context.Sessions.OrderByDescending(row => row.UpdatedAt).Skip(count)));
}
