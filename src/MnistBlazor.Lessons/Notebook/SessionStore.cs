using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>Keeps notebooks in the store, one row of JSON for each learner and lesson.</summary>
internal sealed partial class SessionStore(
    IDbContextFactory<MnistBlazorContext> contexts, RunStore runs, StoreWriter writer, TimeProvider time, ILogger<SessionStore> logger)
{
    /// <summary>The notebook as it was last saved; null if it never was, or cannot be read.</summary>
    public NotebookState? Load(LearnerId learner, Lesson lesson)
    {
        if (!runs.IsOpen) return null;
        try
        {
            using var context = contexts.CreateDbContext();
            var json = context.Sessions.AsNoTracking()
                .SingleOrDefault(row => row.Owner == learner && row.Lesson == lesson.Id)?.State;
            return json is null ? null : NotebookJson.Read(lesson, json);
        }
        catch (Exception exception)
        {
            LogNotLoaded(exception, learner, lesson.Id);
            return null;
        }
    }

    /// <returns>Ends when it is stored, or with what prevented that.</returns>
    public Task SaveAsync(LearnerId learner, Lesson lesson, NotebookState state) => writer.WriteAsync(context =>
    {
        var json = NotebookJson.Write(lesson, state);
        if (context.Sessions.Find(learner, lesson.Id) is { } row)
            (row.State, row.UpdatedAt) = (json, time.GetUtcNow());
        else
            context.Sessions.Add(new SessionRow { Owner = learner, Lesson = lesson.Id, State = json, UpdatedAt = time.GetUtcNow() });
    });

    /// <summary>Removes the notebooks that were left alone the longest, so that at most <paramref name="count"/> remain.</summary>
    public Task TrimAsync(int count) => writer.WriteAsync(context =>
        context.Sessions.RemoveRange(context.Sessions.OrderByDescending(row => row.UpdatedAt).Skip(count)));

    [LoggerMessage(LogLevel.Error, "The notebook of learner {Learner} and lesson {Lesson} could not be read; it starts anew.")]
    private partial void LogNotLoaded(Exception exception, LearnerId learner, string lesson);
}
