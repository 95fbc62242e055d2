namespace MnistBlazor.Lessons.Predictions;

/// <summary>What a network makes of a drawing.</summary>
/// <param name="Image">What the network was shown: 28x28 bytes, row by row, 0 (paper) to 255 (ink).</param>
/// <param name="Probabilities">One per class; they sum to 1.</param>
/// <param name="Class">The class with the largest probability.</param>
/// <param name="ClassNames">What the network tells apart, by label.</param>
public sealed record Prediction(byte[] Image, float[] Probabilities, int Class, IReadOnlyList<string> ClassNames);
