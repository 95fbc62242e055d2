using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Tests;

/// <summary>Runs that never trained, to sort, search and write out.</summary>
public static class RunSamples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <param name="settings">As in a lesson's address: "epochs=3&amp;seed=7".</param>
    /// <param name="minutes">When it was started, after <see cref="Start"/>.</param>
    public static Run Create(string lessonId = "softmax", string settings = "", int minutes = 0, RunStatus status = RunStatus.Completed)
    {
        var lesson = LessonCatalog.FindDigits(lessonId)!;
        return new Run
        {
            Id = RunId.New(),
            Owner = new LearnerId("ada"),
            Lesson = lessonId,
            Options = lesson.Options(ParameterAddress.Read(lesson, settings).Values ?? lesson.Defaults),
            Status = status,
            CreatedAt = Start.AddMinutes(minutes),
            StartedAt = status == RunStatus.Queued ? null : Start.AddMinutes(minutes),
            EndedAt = status is RunStatus.Completed or RunStatus.Stopped or RunStatus.Failed
                ? Start.AddMinutes(minutes).AddSeconds(10)
                : null,
            WatchKey = "the key that nobody else may see",
        };
    }
}
