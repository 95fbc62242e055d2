using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Parameters;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>What every cell of a lesson page shares: whose notebook it is.</summary>
/// <param name="Replay">Plays a run that has ended again, in its cell.</param>
public sealed record LessonContext(Lesson Lesson, NotebookSession Session, LearnerId Learner, EventCallback<Run> Replay = default)
{
    /// <summary>What stands in the page's fields and is no value.</summary>
    public WrongTexts Wrong { get; } = new();

    /// <summary>Called when a slider has set a parameter.</summary>
    public EventCallback Slid { get; init; }
}
