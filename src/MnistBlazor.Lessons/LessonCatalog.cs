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
    /// <summary>Ids of the devices that learners choose from, the default first.</summary>
    public static IReadOnlyList<string> Devices { get; private set; } = [.. TorchRuntime.Devices.Select(device => device.Id)];

    private static readonly Lazy<IReadOnlyList<Lesson>> Lessons = new(() => Create(Devices));

    public static IReadOnlyList<Lesson> All => Lessons.Value;

    /// <summary>Once, while the app starts: the devices to choose from are those of other machines.</summary>
    /// <exception cref="InvalidOperationException">Lessons were asked for already.</exception>
    public static void Offer(IReadOnlyList<string> devices)
    {
        if (Lessons.IsValueCreated) throw new InvalidOperationException("Lessons were made for other devices already.");
        Devices = devices;
    }

    public static Lesson? Find(string? id) => All.FirstOrDefault(lesson => lesson.Id == id);

    /// <summary>A lesson whose parameters stand for a run's options.</summary>
    public static DigitsLesson? FindDigits(string? id) => Find(id) as DigitsLesson;

    private static IReadOnlyList<Lesson> Create(IReadOnlyList<string> devices) =>
        [
            new SoftmaxLesson(devices), new MlpLesson(devices), new CnnLesson(devices), new OptimizersLesson(devices), new MapsLesson(),
        ];
}
