namespace MnistBlazor.ML.Training;

/// <summary>How well a network does on the images held out from training.</summary>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Accuracy">Share of right answers.</param>
public sealed record ValidationResult(double Loss, double Accuracy);
