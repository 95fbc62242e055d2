using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Digits;

/// <summary>How wrong the network is, measured before it has learnt anything.</summary>
public sealed class LossCell : DigitsCell
{
    public const string Name = "loss";

    public LossCell() : base(Name)
    {
        Requires = [BatchesCell.Name, ModelCell.Name];
        Code = [CodeRegions.UntrainedLoss.Loss];
    }

    public override Type Output => typeof(LossOutput);

    public override bool IsQuick => true;

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var (options, dataset) = (OptionsOf(context), await LoadAsync(context));
        var output = await context.Services.Lane.RunAsync(() => Measure(options, dataset), context.Stop);
        return CellResult.Completed(output with { Data = DatasetLabels.Of(dataset) });
    }

    private static LossOutput Measure(TrainingOptions options, ImageDataset dataset)
    {
        var loss = UntrainedLoss.Of(options, dataset);
        using var trainer = new Trainer(options, dataset);
        trainer.TrainBatch();
        return new LossOutput(loss.Loss, loss.ExampleIndex, loss.ExampleLabel, loss.ExampleProbabilities, loss.ExampleLoss)
        {
            GradientNorms = [.. trainer.ReadGradientNorms().Select(layer => new LayerGradient(layer.Layer, layer.Norm))],
        };
    }
}

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
    double ExampleLoss) : DigitsOutput
{
    /// <summary>How strongly the first batch would change each layer, from the pixels on: norms of their weights' gradients.</summary>
    public LayerGradient[] GradientNorms { get; init; } = [];
}

/// <param name="Layer">Its name in the model: "linear1".</param>
public sealed record LayerGradient(string Layer, double Norm);
