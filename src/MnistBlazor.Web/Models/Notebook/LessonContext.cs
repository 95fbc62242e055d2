using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>What every cell of a lesson page shares: whose notebook it is.</summary>
public sealed record LessonContext(Lesson Lesson, NotebookSession Session, LearnerId Learner);
