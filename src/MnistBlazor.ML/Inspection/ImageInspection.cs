using MnistBlazor.ML.Models;

namespace MnistBlazor.ML.Inspection;

/// <summary>What a layer makes of one image.</summary>
/// <param name="Layer">As <see cref="ModelSummary"/> has it; its output shape is that of the values.</param>
/// <param name="Values">[units], or [channels * rows * columns], map by map.</param>
public sealed record LayerActivations(LayerSummary Layer, float[] Values)
{
    /// <summary>Whether the values are pictures, a map for each channel.</summary>
    public bool IsMaps => Layer.OutputShape.Length == 3;
}

/// <summary>What goes on in a network while it reads one image, and why it answers as it does.</summary>
/// <param name="Scores">[classes], before softmax.</param>
/// <param name="Probabilities">[classes]; they add up to 1.</param>
/// <param name="Answer">The class with the largest score.</param>
/// <param name="RunnerUp">The class with the next score; the answer again where there is no other class.</param>
/// <param name="Layers">From the pixels on, the scores last; without those that only change the shape, and without dropout.</param>
/// <param name="Evidence">
/// [784] gradient of the score margin times the pixel: over 0 it speaks for the answer, below 0 for the runner-up. With one linear layer,
/// and the two biases, they add up to the margin exactly; with more, near this image only.
/// </param>
/// <param name="ByClass">Softmax regression: weight times pixel, [784] for the answer and [784] for the runner-up.</param>
/// <param name="ClassActivation">
/// Convolutional network: [784], 0 and more, where the last maps speak for the answer (Grad-CAM), in the scores' units.
/// </param>
/// <remarks>
/// Source of the class activation: Selvaraju, Cogswell, Das, Vedantam, Parikh and Batra, Grad-CAM: visual explanations from deep
/// networks via gradient-based localization, 2017.
/// </remarks>
public sealed record ImageInspection(
    float[] Scores, float[] Probabilities, int Answer, int RunnerUp, IReadOnlyList<LayerActivations> Layers, float[] Evidence,
    (float[] Answer, float[] RunnerUp)? ByClass, float[]? ClassActivation)
{
    public float ScoreMargin => Scores[Answer] - Scores[RunnerUp];

    public float ProbabilityMargin => Probabilities[Answer] - Probabilities[RunnerUp];
}

/// <summary>A training image that lies near another image in what the last layer reads.</summary>
/// <param name="Index">Its place in the training images.</param>
/// <param name="Distance">Euclidean.</param>
public sealed record Neighbour(int Index, int Label, float Distance);

/// <summary>Pixels that were set to ink or to paper, one after the other, until a network answers otherwise.</summary>
/// <param name="From">The answer before.</param>
/// <param name="To">The answer after; as before when so many pixels did not do.</param>
/// <param name="Added">Pixels set to ink, by their places 0 to 783.</param>
/// <param name="Removed">Pixels set to paper.</param>
/// <param name="Image">[784] what became of the image, 0 (paper) to 255 (ink).</param>
public sealed record AnswerEdit(int From, int To, IReadOnlyList<int> Added, IReadOnlyList<int> Removed, byte[] Image)
{
    public bool Flips => From != To;

    public int Count => Added.Count + Removed.Count;
}
