using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>Keeps notebooks in the store, one row of JSON for each learner and lesson.</summary>
internal sealed partial class SessionStore(StoredSessions stored, LessonsOptions options, ILogger<SessionStore> logger)
{
    /// <summary>The notebook as it was last saved; null if it never was, or cannot be read.</summary>
    public NotebookState? Load(LearnerId learner, Lesson lesson)
    {
        try
        {
            return stored.Find(learner, lesson.Id) is { } json ? NotebookJson.Read(lesson, json) : null;
        }
        catch (Exception exception)
        {
            LogNotLoaded(exception, learner, lesson.Id);
            return null;
        }
    }

    /// <returns>Ends when it is stored (true), when there is no room for it (false), or with what prevented that.</returns>
    public Task<bool> SaveAsync(LearnerId learner, Lesson lesson, NotebookState state) =>
        stored.SaveAsync(learner, lesson.Id, () => NotebookJson.Write(lesson, state), options.MaxStoredNotebooks);

    [LoggerMessage(LogLevel.Error, "The notebook of learner {Learner} and lesson {Lesson} could not be read; it starts anew.")]
    private partial void LogNotLoaded(Exception exception, LearnerId learner, string lesson);
}
