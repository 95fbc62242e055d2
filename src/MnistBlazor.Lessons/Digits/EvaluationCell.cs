using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.ML;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Digits;

/// <summary>How well the trained network reads the test images.</summary>
public sealed class EvaluationCell : DigitsCell
{
    public const string Name = "evaluation";

    public EvaluationCell() : base(Name)
    {
        Requires = [TrainingCell.Name];
        Code = [CodeRegions.Evaluator.Evaluation];
    }

    public override Type Output => typeof(EvaluationOutput);

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var (runs, run, options) = (context.Services.Runs, context.Run!.Value, OptionsOf(context));
        if (DrawCell.Weights(context) is not { } model) return CellResult.Failed(CellMessages.RunGone);
        var dataset = await LoadAsync(context);
        var result = await context.Services.Lane.RunAsync(
            () => Evaluator.Evaluate(model, dataset, TorchRuntime.DeviceHere(options.Device), context.Stop, context.Progress),
            context.Stop);
        runs.RecordAccuracy(context.Learner, run, result.Accuracy);
        return CellResult.Completed(new EvaluationOutput(
            run, result.Accuracy, result.AccuracyRawPixels, result.Loss, result.Confusion,
            Kept(result.Misclassified, dataset.ClassNames.Count),
            model.Spec is SoftmaxRegressionSpec ? WeightImages.Of(model) : null)
        {
            LeastSure = Kept(result.LeastSure, dataset.ClassNames.Count),
            Calibration = [.. result.Calibration],
            Data = DatasetLabels.Of(dataset),
        });
    }

    // A notebook stays small, however many classes there are.
    private static TestedImage[] Kept(IReadOnlyList<TestedImage> images, int classes) =>
    [
        .. images.Take(EvaluationOutput.MaxMisclassified)
            .Select((image, i) => i * classes < EvaluationOutput.MaxProbabilities ? image : image with { Thousandths = null }),
    ];
}

/// <param name="Accuracy">Share of test images read correctly, pixels 0..1, as the model was trained.</param>
/// <param name="AccuracyRawPixels">The same with pixels 0..255, as the article tests.</param>
/// <param name="Confusion">Counts, [label][prediction].</param>
/// <param name="Misclassified">The mistakes that the model was surest of, surest first; at most <see cref="MaxMisclassified"/>.</param>
/// <param name="WeightImages">Where the model is one linear layer, its weights: one image of 784 per class.</param>
public sealed record EvaluationOutput(
    RunId Run,
    double Accuracy,
    double AccuracyRawPixels,
    double Loss,
    int[][] Confusion,
    TestedImage[] Misclassified,
    float[][]? WeightImages) : DigitsOutput
{
    public const int MaxMisclassified = 1000;

    /// <summary>Of the images that are kept, the first so many probabilities.</summary>
    internal const int MaxProbabilities = 10_000;

    /// <summary>Of each class some right answers that were the least sure; empty: stored by an earlier version.</summary>
    public TestedImage[] LeastSure { get; init; } = [];

    /// <summary>Whether it is right as often as it is sure; null: stored by an earlier version.</summary>
    public CalibrationBin[]? Calibration { get; init; }
}
