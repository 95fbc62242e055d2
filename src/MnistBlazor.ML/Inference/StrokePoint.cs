namespace MnistBlazor.ML.Inference;

/// <summary>A point of a pen stroke on the drawing pad: 0..1 from left to right and from top to bottom.</summary>
public readonly record struct StrokePoint(float X, float Y);
