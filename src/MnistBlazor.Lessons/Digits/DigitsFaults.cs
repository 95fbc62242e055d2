using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Digits;

/// <summary>
/// The mistakes that a training can be given on purpose, by the names that parameters, words and files have for them. In the hunt the
/// server chooses one, and nobody is told which until they have answered.
/// </summary>
public static class DigitsFaults
{
    public const string Id = "fault", None = "none", Hunt = "hunt";

    private static readonly (string Id, TrainingFault Fault)[] All =
    [
        ("no-zero-grad", TrainingFault.NoZeroGrad),
        ("pixels-not-scaled", TrainingFault.PixelsNotScaled),
        ("labels-shuffled", TrainingFault.LabelsShuffled),
        ("pixels-shuffled", TrainingFault.PixelsShuffled),
        ("large-rate", TrainingFault.LargeRate),
        ("dropout-in-test", TrainingFault.DropoutInTest),
        ("test-in-training", TrainingFault.TestInTraining),
    ];

    /// <summary>What a training with them shows: the mistake itself.</summary>
    internal static CodeCut[] Code { get; } =
    [
        CodeRegions.Faults.PixelsNotScaled with { When = On("pixels-not-scaled") },
        CodeRegions.Faults.LabelsShuffled with { When = On("labels-shuffled") },
        CodeRegions.Faults.PixelsShuffled with { When = On("pixels-shuffled") },
        CodeRegions.MiniBatches.TestInTraining with { When = On("test-in-training") },
    ];

    /// <param name="dropout">Whether the lesson's networks can have it.</param>
    internal static ChoiceParameter Parameter(bool dropout) =>
        new(Id, None, [None, .. All.Where(one => dropout || one.Fault != TrainingFault.DropoutInTest).Select(one => one.Id), Hunt]);

    /// <summary>The name of a fault: <see cref="Hunt"/> for a hidden one, <see cref="None"/> for null.</summary>
    public static string IdOf(TrainingFault? fault) =>
        fault is null ? None : fault == TrainingFault.Hidden ? Hunt : All.First(one => one.Fault == fault).Id;

    /// <summary>The fault of that name; null: none.</summary>
    public static TrainingFault? Of(string id) =>
        id == Hunt ? TrainingFault.Hidden : All.Where(one => one.Id == id).Select(one => (TrainingFault?)one.Fault).FirstOrDefault();

    /// <summary>
    /// Those that a hunt may plant: what figures, curves or weights of that network tell. Batch norm scales pixels by itself; a single
    /// layer learns nothing of the test by heart, and augmentation hinders it.
    /// </summary>
    public static IReadOnlyList<TrainingFault> Huntable(TrainingOptions options) =>
    [
        TrainingFault.NoZeroGrad, TrainingFault.LabelsShuffled, TrainingFault.LargeRate,
        .. options.Model switch
        {
            SoftmaxRegressionSpec => [TrainingFault.PixelsNotScaled, TrainingFault.PixelsShuffled],
            MultilayerPerceptronSpec => [TrainingFault.PixelsNotScaled, TrainingFault.TestInTraining],
            ConvolutionalNetworkSpec => (TrainingFault[])[TrainingFault.PixelsShuffled],
            _ => [],
        },
        .. HasDropout(options.Model) ? (TrainingFault[])[TrainingFault.DropoutInTest] : [],
    ];

    /// <summary>The cell in whose code the fault is to be seen.</summary>
    public static string CellOf(TrainingFault? fault) =>
        fault == TrainingFault.DropoutInTest ? EvaluationCell.Name : TrainingCell.Name;

    public static bool HasDropout(ModelSpec model) => model switch
    {
        MultilayerPerceptronSpec perceptron => perceptron.HiddenLayers.Any(layer => layer.Dropout > 0),
        ConvolutionalNetworkSpec convolutional => convolutional.Dropout > 0,
        _ => false,
    };

    /// <summary>The options that a run is started with: a hidden fault becomes one that is drawn, and kept secret.</summary>
    /// <param name="draw">A number from 0 to below what it is given.</param>
    internal static TrainingOptions Planted(TrainingOptions options, Func<int, int> draw)
    {
        if (options.Fault != TrainingFault.Hidden) return options;
        var choices = Huntable(options);
        return options with { Fault = choices[draw(choices.Count)], FaultIsSecret = true };
    }

    private static Condition On(string fault) => new(Id, [fault]);
}
