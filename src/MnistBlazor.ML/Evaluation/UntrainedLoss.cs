using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Evaluation;

/// <summary>What a network says before it has learnt anything.</summary>
/// <param name="Loss">Mean loss over the first batch; about ln 10 = 2.303 for ten classes.</param>
/// <param name="ExampleIndex">The first training image of that batch.</param>
/// <param name="ExampleProbabilities">A probability per class.</param>
public sealed record UntrainedLoss(double Loss, int ExampleIndex, int ExampleLabel, float[] ExampleProbabilities, double ExampleLoss)
{
    public static UntrainedLoss Of(TrainingOptions options, ImageDataset dataset) => throw new NotImplementedException();
}
