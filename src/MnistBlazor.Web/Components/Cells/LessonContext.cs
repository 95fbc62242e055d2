using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Notebook.Runs;
using MnistBlazor.Notebook.Sessions;

namespace MnistBlazor.Web.Components.Cells;

/// <summary>What every cell of a lesson page shares: whose notebook it is.</summary>
public sealed record LessonContext(Lesson Lesson, NotebookSession Session, LearnerId Learner);
