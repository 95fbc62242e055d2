using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Cnn;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Maps;
using MnistBlazor.Lessons.Mlp;
using MnistBlazor.Lessons.Optimizers;
using MnistBlazor.Lessons.Softmax;
using MnistBlazor.ML;

namespace MnistBlazor.Lessons;

/// <summary>Every lesson, in the order in which they build on each other.</summary>
public static class LessonCatalog
{
    public static IReadOnlyList<Lesson> All { get; } = Create([.. TorchRuntime.Devices.Select(device => device.Id)]);

    public static Lesson? Find(string? id) => All.FirstOrDefault(lesson => lesson.Id == id);

    /// <summary>A lesson whose parameters stand for a run's options.</summary>
    public static DigitsLesson? FindDigits(string? id) => Find(id) as DigitsLesson;

    private static IReadOnlyList<Lesson> Create(IReadOnlyList<string> devices) =>
        [
            new SoftmaxLesson(devices), new MlpLesson(devices), new CnnLesson(devices), new OptimizersLesson(devices), new MapsLesson(),
        ];
}
