using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Notebook.Sessions;

/// <summary>The open notebooks: one per learner and lesson, shared by all of the learner's tabs.</summary>
public sealed class SessionRegistry
{
    /// <exception cref="ArgumentException">There is no such lesson.</exception>
    public NotebookSession Open(LearnerId learner, string lessonId) => throw new NotImplementedException($"{learner} {lessonId}");
}
