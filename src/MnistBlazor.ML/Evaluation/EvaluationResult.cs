namespace MnistBlazor.ML.Evaluation;

/// <summary>What the network made of a test image.</summary>
/// <param name="Probability">What the network gave its prediction.</param>
public sealed record TestedImage(int Index, int Label, int Prediction, float Probability)
{
    /// <summary>What the network gave each class, in thousandths; null: not kept.</summary>
    public int[]? Thousandths { get; init; }
}

/// <summary>How well a network does on the test images.</summary>
/// <param name="Accuracy">Share of right answers with pixels 0..1, as it was trained.</param>
/// <param name="AccuracyRawPixels">The same with pixels 0..255, as the source article tests.</param>
/// <param name="Loss">Mean cross-entropy, pixels 0..1.</param>
/// <param name="Confusion">Counts [label][prediction].</param>
/// <param name="Misclassified">All wrong answers, the surest first.</param>
/// <param name="LeastSure">Of each class the right answers that were the least sure, the least sure first.</param>
/// <param name="Calibration">Whether it is right as often as it is sure.</param>
public sealed record EvaluationResult(
    double Accuracy, double AccuracyRawPixels, double Loss, int[][] Confusion, IReadOnlyList<TestedImage> Misclassified,
    IReadOnlyList<TestedImage> LeastSure, IReadOnlyList<CalibrationBin> Calibration);
