using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Digits;

/// <summary>In which portions, and in which order, the images are learnt from.</summary>
public sealed class BatchesCell : DigitsCell
{
    public const string Name = "batches";

    /// <summary>
    /// The image itself, then the variations of so many drawn that differ most, each once: a mild augmentation is to be seen as well.
    /// </summary>
    private const int Shown = 18, Drawn = 100;

    /// <param name="size">The default of the batch size.</param>
    /// <param name="more">Parameters beside it.</param>
    /// <param name="code">What is shown after the batches themselves.</param>
    public BatchesCell(int size, IReadOnlyList<ParameterDefinition>? more = null, params CodeCut[] code) : base(Name)
    {
        Requires = [DataCell.Name];
        Parameters = [DigitsParameters.BatchSize(size), .. more ?? []];
        Code = [CodeRegions.MiniBatches.Shuffle, CodeRegions.MiniBatches.Batches, .. code];
    }

    public override Type Output => typeof(BatchesOutput);

    public override bool IsQuick => true;

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var (options, dataset) = (OptionsOf(context), await LoadAsync(context));
        var output = await context.Services.Lane.RunAsync(() => Plan(options, dataset), context.Stop);
        return CellResult.Completed(output with { Data = DatasetLabels.Of(dataset) });
    }

    private static BatchesOutput Plan(TrainingOptions options, ImageDataset dataset)
    {
        var plan = BatchPlan.Of(options, dataset);
        return new BatchesOutput(plan.BatchSize, plan.BatchCount, plan.LeftOver, plan.FirstIndices)
        {
            Augmented = options.Augmentation is { } augmentation ? Varied(augmentation, dataset, plan.FirstIndices[0], options.Seed) : [],
        };
    }

    private static byte[][] Varied(Augmentation augmentation, ImageDataset dataset, int index, int seed)
    {
        var image = dataset.Train.Pixels(index).ToArray();
        var variations = AugmentationPreview.Of(augmentation, dataset, index, Drawn, seed);
        return [image, .. variations.DistinctBy(Convert.ToHexString).Where(other => Difference(image, other) > 0)
            .OrderByDescending(other => Difference(image, other)).Take(Shown - 1)];
    }

    private static long Difference(byte[] one, byte[] other) => one.Zip(other).Sum(pair => (long)Math.Abs(pair.First - pair.Second));
}

/// <param name="BatchCount">Mini-batches in one epoch.</param>
/// <param name="LeftOver">Images of an epoch that fill no whole batch and are left out of it.</param>
/// <param name="FirstBatch">Indices of the first images (at most 20) of the first batch that training will see with this seed.</param>
public sealed record BatchesOutput(int BatchSize, int BatchCount, int LeftOver, int[] FirstBatch) : DigitsOutput
{
    /// <summary>
    /// The first image of the first batch, then as augmentation changes it most, 784 bytes each; empty without augmentation.
    /// </summary>
    public byte[][] Augmented { get; init; } = [];
}
