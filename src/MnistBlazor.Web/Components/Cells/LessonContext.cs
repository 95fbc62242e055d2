using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Notebook.Runs;
using MnistBlazor.Notebook.Sessions;

namespace MnistBlazor.Web.Components.Cells;

/// <summary>What every cell of a lesson page shares: whose notebook it is, and the data set's id and class names.</summary>
public sealed record LessonContext(Lesson Lesson, NotebookSession Session, LearnerId Learner, string Dataset, IReadOnlyList<string> ClassNames);
