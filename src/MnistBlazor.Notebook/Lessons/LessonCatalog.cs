using MnistBlazor.ML;
using MnistBlazor.Notebook.Lessons.Cnn;
using MnistBlazor.Notebook.Lessons.Mlp;
using MnistBlazor.Notebook.Lessons.Softmax;

namespace MnistBlazor.Notebook.Lessons;

/// <summary>Every lesson, in the order in which they build on each other.</summary>
public static class LessonCatalog
{
    public static IReadOnlyList<Lesson> All { get; } = Create([.. TorchRuntime.Devices.Select(device => device.Id)]);

    public static Lesson? Find(string? id) => All.FirstOrDefault(lesson => lesson.Id == id);

    private static IReadOnlyList<Lesson> Create(IReadOnlyList<string> devices) =>
        [SoftmaxLesson.Create(devices), MlpLesson.Create(devices), CnnLesson.Create(devices)];
}
