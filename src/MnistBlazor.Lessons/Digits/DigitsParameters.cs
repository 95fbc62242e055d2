using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Lessons.Digits;

/// <summary>The parameters that the lessons have in common, with the bounds that they have everywhere.</summary>
internal static class DigitsParameters
{
    /// <param name="devices">Ids of the devices to choose from, the default first.</param>
    public static ChoiceParameter Device(IReadOnlyList<string> devices) => new("device", devices[0], [.. devices]);

    public static NumberParameter BatchSize(int size) =>
        new("batch-size", NumberParameter.Format(size), 1, 10_000, Step: 100, Integer: true, Logarithmic: true) { Forkable = false };

    public static NumberParameter LearningRate(double rate) =>
        new("learning-rate", NumberParameter.Format(rate), 0.00001, 10, Step: rate / 10, Logarithmic: true);

    /// <summary>Training images put aside: what a run is judged by epoch after epoch. The batches are made without them.</summary>
    public static readonly NumberParameter HoldOut = new("hold-out", "5000", 0, 10_000, Step: 500, Integer: true) { Forkable = false };

    public static NumberParameter Epochs(int epochs) => new("epochs", NumberParameter.Format(epochs), 1, 100, Integer: true);

    /// <summary>Decides the order of the images and the initial weights too.</summary>
    public static readonly NumberParameter Seed = new("seed", "1", 0, int.MaxValue, Integer: true)
    {
        AlsoUsedBy = [BatchesCell.Name, LossCell.Name],
    };
}
