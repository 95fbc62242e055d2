using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>What is drawn on a pad, and how it is to be prepared.</summary>
/// <param name="PenWidth">As a share of the pad's width, over 0.</param>
/// <param name="Steps">What is done to it before a network sees it.</param>
/// <param name="WithStages">Whether what it is on the way is wanted too.</param>
/// <param name="Picture">The ink of a picture that lies on the pad in place of strokes.</param>
public sealed record PadDrawing(
    IReadOnlyList<IReadOnlyList<StrokePoint>> Strokes, float PenWidth = DigitImage.PenWidth, DigitSteps Steps = DigitSteps.All,
    bool WithStages = false, GreyPicture? Picture = null);

/// <summary>What a learner's networks make of one drawing.</summary>
/// <param name="Image">What they were shown: 28x28 bytes, row by row, 0 (paper) to 255 (ink).</param>
/// <param name="Stages">What the drawing was on the way; null unless it was asked for, and for an image that is read as it is.</param>
/// <param name="ByRun">Of each run that has weights.</param>
public sealed record PadReading(byte[] Image, DigitStages? Stages, IReadOnlyDictionary<RunId, Prediction> ByRun);
