using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Training;

/// <summary>How the training images are cut into mini-batches.</summary>
/// <param name="LeftOver">Images left out of each epoch, since the last batch would not be full; others each time.</param>
/// <param name="FirstIndices">The first training images, at most 20, of the first shuffled batch.</param>
public sealed record BatchPlan(int BatchSize, int BatchCount, int LeftOver, int[] FirstIndices)
{
    public static BatchPlan Of(TrainingOptions options, ImageDataset dataset) => throw new NotImplementedException();
}
