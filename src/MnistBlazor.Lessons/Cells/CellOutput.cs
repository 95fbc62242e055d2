using System.Text.Json.Serialization;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>What a cell shows below its code. Plain data: stored as JSON with the session, drawn by the page.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SetupOutput), "setup")]
[JsonDerivedType(typeof(DataOutput), "data")]
[JsonDerivedType(typeof(BatchesOutput), "batches")]
[JsonDerivedType(typeof(ModelOutput), "model")]
[JsonDerivedType(typeof(LossOutput), "loss")]
[JsonDerivedType(typeof(TrainingOutput), "training")]
[JsonDerivedType(typeof(EvaluationOutput), "evaluation")]
[JsonDerivedType(typeof(DrawOutput), "draw")]
public abstract record CellOutput
{
    /// <summary>The data set that images and classes in it are of; null where there are none, or it was stored by an earlier version.</summary>
    public DatasetLabels? Data { get; init; }
}

/// <summary>A data set's id and the names of its classes, by label: what is shown of it stays true when another one is chosen.</summary>
public sealed record DatasetLabels(string Id, string[] ClassNames)
{
    public static readonly DatasetLabels Mnist = new("mnist", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
}

/// <param name="Provider">Which Torch runs: "TorchSharp 0.107.0".</param>
/// <param name="Device">"cpu", "cuda:0"…</param>
/// <param name="Threads">How many threads Torch computes with on the CPU.</param>
public sealed record SetupOutput(string Provider, string TorchVersion, string Device, string DeviceName, int Threads) : CellOutput;

/// <param name="Source">Where the files were found: "folder", "data-directory", "package", "mirror" or "upload".</param>
/// <param name="SampleIndices">Training images to show as a grid: the first of every class, six or as many as it has, class by class.</param>
public sealed record DataOutput(
    string Dataset,
    string Source,
    int TrainCount,
    int TestCount,
    int[] TrainCountPerClass,
    int[] TestCountPerClass,
    int[] SampleIndices,
    string[] ClassNames) : CellOutput
{
    public const int SamplesPerClass = 6;

    /// <summary>The last so many of the training images are held out: not trained with, but used to judge the run.</summary>
    public int HeldOut { get; init; }
}

/// <param name="BatchCount">Mini-batches in one epoch.</param>
/// <param name="LeftOver">Images of an epoch that fill no whole batch and are left out of it.</param>
/// <param name="FirstBatch">Indices of the first images (at most 20) of the first batch that training will see with this seed.</param>
public sealed record BatchesOutput(int BatchSize, int BatchCount, int LeftOver, int[] FirstBatch) : CellOutput
{
    /// <summary>The first image of the first batch as augmentation changes it, 784 bytes each; empty without augmentation.</summary>
    public byte[][] Augmented { get; init; } = [];
}

public sealed record ModelOutput(LayerSummary[] Layers, long ParameterCount) : CellOutput;

/// <summary>What the model says before it has learned anything.</summary>
/// <param name="UntrainedLoss">Mean cross-entropy of the fresh model on the first batch.</param>
/// <param name="ExampleIndex">A training image of that batch.</param>
/// <param name="ExampleProbabilities">What the fresh model gives for it, one per class, summing to 1.</param>
/// <param name="ExampleLoss">Its cross-entropy: -ln of the probability given to <paramref name="ExampleLabel"/>.</param>
public sealed record LossOutput(
    double UntrainedLoss,
    int ExampleIndex,
    int ExampleLabel,
    float[] ExampleProbabilities,
    double ExampleLoss) : CellOutput
{
    /// <summary>How strongly the first batch would change each layer, from the pixels on: norms of their weights' gradients.</summary>
    public LayerGradient[] GradientNorms { get; init; } = [];
}

/// <param name="Layer">Its name in the model: "linear1".</param>
public sealed record LayerGradient(string Layer, double Norm);

/// <summary>The run that trains, or trained, this notebook's model. Its figures are read from the run itself.</summary>
public sealed record TrainingOutput(RunId Run) : CellOutput;

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
    Misclassified[] Misclassified,
    float[][]? WeightImages) : CellOutput
{
    public const int MaxMisclassified = 1000;
}

/// <summary>The run whose weights read what is drawn on the pad.</summary>
public sealed record DrawOutput(RunId Run) : CellOutput;
