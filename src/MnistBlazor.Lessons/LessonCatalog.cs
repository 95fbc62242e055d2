using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Cnn;
using MnistBlazor.Lessons.Mlp;
using MnistBlazor.Lessons.Softmax;
using MnistBlazor.ML;

namespace MnistBlazor.Lessons;

/// <summary>Every lesson, in the order in which they build on each other.</summary>
public static class LessonCatalog
{
    public static IReadOnlyList<Lesson> All { get; } = Create([.. TorchRuntime.Devices.Select(device => device.Id)]);

    public static Lesson? Find(string? id) => All.FirstOrDefault(lesson => lesson.Id == id);

    private static IReadOnlyList<Lesson> Create(IReadOnlyList<string> devices) =>
        [SoftmaxLesson.Create(devices), MlpLesson.Create(devices), CnnLesson.Create(devices)];
}
