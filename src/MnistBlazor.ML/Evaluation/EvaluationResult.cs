namespace MnistBlazor.ML.Evaluation;

/// <summary>A test image that the network got wrong.</summary>
/// <param name="Probability">What the network gave its (wrong) prediction.</param>
public sealed record Misclassified(int Index, int Label, int Prediction, float Probability);

/// <summary>How well a network does on the test images.</summary>
/// <param name="Accuracy">Share of right answers with pixels 0..1, as it was trained.</param>
/// <param name="AccuracyRawPixels">The same with pixels 0..255, as the source article tests.</param>
/// <param name="Loss">Mean cross-entropy, pixels 0..1.</param>
/// <param name="Confusion">Counts [label][prediction].</param>
/// <param name="Misclassified">All wrong answers, the surest first.</param>
public sealed record EvaluationResult(
    double Accuracy, double AccuracyRawPixels, double Loss, int[][] Confusion, IReadOnlyList<Misclassified> Misclassified);
