using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using static MnistBlazor.Lessons.Cells.CellKind;

namespace MnistBlazor.Lessons.Digits;

/// <summary>The parameters that the lessons have in common, with the bounds that they have everywhere.</summary>
internal static class CommonParameters
{
    /// <param name="devices">Ids of the devices to choose from, the default first.</param>
    public static ChoiceParameter Device(IReadOnlyList<string> devices) => new("device", Setup, devices[0], [.. devices]);

    /// <summary>How many classes there are decides the model's output too.</summary>
    public static readonly DatasetParameter Dataset = new("dataset", Data, "mnist") { AlsoUsedBy = [Model] };

    public static NumberParameter BatchSize(int size) =>
        new("batch-size", Batches, NumberParameter.Format(size), 1, 10_000, Step: 100, Integer: true, Logarithmic: true);

    public static NumberParameter LearningRate(double rate) =>
        new("learning-rate", CellKind.Training, NumberParameter.Format(rate), 0.00001, 10, Step: rate / 10, Logarithmic: true);

    public static NumberParameter Epochs(int epochs) => new("epochs", CellKind.Training, NumberParameter.Format(epochs), 1, 100, Integer: true);

    /// <summary>Decides the order of the images and the initial weights too.</summary>
    public static readonly NumberParameter Seed =
        new("seed", CellKind.Training, "1", 0, int.MaxValue, Integer: true) { AlsoUsedBy = [Batches, Loss] };
}
