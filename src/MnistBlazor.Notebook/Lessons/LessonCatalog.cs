namespace MnistBlazor.Notebook.Lessons;

/// <summary>Every lesson, in the order in which they build on each other.</summary>
public static class LessonCatalog
{
    public static IReadOnlyList<Lesson> All { get; } = [Softmax.SoftmaxLesson.Create(["cpu"])];

    public static Lesson? Find(string? id) => All.FirstOrDefault(lesson => lesson.Id == id);
}
