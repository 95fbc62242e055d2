using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>Keeps notebooks in the store, one row of JSON for each learner and lesson.</summary>
internal sealed partial class SessionStore(StoredSessions stored, LessonsOptions options, ILogger<SessionStore> logger)
{
    /// <returns>The notebook as it was last saved, null if it never was or cannot be read; and what a saving goes on from.</returns>
    /// <exception cref="StoreAwayException"/>
    public (NotebookState? State, SessionVersion Version) Load(LearnerId learner, Lesson lesson)
    {
        string? version = null;
        try
        {
            if (stored.Find(learner, lesson.Id) is not { } found) return (null, new());
            version = found.Version;
            return (NotebookJson.Read(lesson, found.State), new(version));
        }
        catch (Exception exception) when (exception is not StoreAwayException)
        {
            LogNotLoaded(exception, learner, lesson.Id);
            return (null, new(version));
        }
    }

    /// <summary>Whether another process has saved it since; false as well where that cannot be known now.</summary>
    public bool IsOutdated(LearnerId learner, Lesson lesson, SessionVersion version)
    {
        try
        {
            return stored.IsOutdated(learner, lesson.Id, version);
        }
        catch (Exception exception)
        {
            LogNotCompared(exception, learner, lesson.Id);
            return false;
        }
    }

    /// <returns>Ends when it is stored or cannot be, or with what prevented that.</returns>
    public Task<SessionSaving> SaveAsync(LearnerId learner, Lesson lesson, NotebookState state, SessionVersion version) =>
        stored.SaveAsync(learner, lesson.Id, () => NotebookJson.Write(lesson, state), version, options.MaxStoredNotebooks);

    [LoggerMessage(LogLevel.Error, "The notebook of learner {Learner} and lesson {Lesson} could not be read; it starts anew.")]
    private partial void LogNotLoaded(Exception exception, LearnerId learner, string lesson);

    [LoggerMessage(LogLevel.Warning, "Whether the notebook of learner {Learner} and lesson {Lesson} is the newest could not be read.")]
    private partial void LogNotCompared(Exception exception, LearnerId learner, string lesson);
}
