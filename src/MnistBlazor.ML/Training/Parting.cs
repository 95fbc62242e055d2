namespace MnistBlazor.ML.Training;

/// <summary>What two runs did to the weights of one layer in one batch.</summary>
/// <param name="Name">PyTorch's: <c>linear</c>.</param>
/// <param name="Gradients">Cosine of the angle between the two gradients, -1..1; null: one of them is zero or no number.</param>
/// <param name="Steps">The same of what was added to the weights.</param>
public sealed record PartedLayer(string Name, LayerStep First, LayerStep Second, double? Gradients, double? Steps);

/// <param name="Gradient">Euclidean norm of the gradient of a layer's weights; null: they were not trained.</param>
/// <param name="Step">Euclidean norm of what was added to the weights.</param>
public sealed record LayerStep(double? Gradient, double Step);

/// <summary>One batch in two runs.</summary>
/// <param name="Step">Batches trained, this one included.</param>
/// <param name="FirstLoss">Mean cross-entropy of the batch, before the weights moved, in nats.</param>
/// <param name="SameWeights">Both networks were the same before the batch, bit for bit.</param>
/// <param name="SameGradient">So were the gradients of the batch.</param>
/// <param name="FirstImages">The gradient of lesson 1's weights as images, [classes][784]; null for any other network.</param>
public sealed record PartedBatch(
    int Step, double FirstLoss, double SecondLoss, bool SameWeights, bool SameGradient, IReadOnlyList<PartedLayer> Layers,
    float[][]? FirstImages, float[][]? SecondImages)
{
    // Two losses that are no number are alike.
    public bool SameLoss => FirstLoss.Equals(SecondLoss);
}

/// <summary>Where two runs part that were one until then.</summary>
/// <param name="From">The step up to which they are the same.</param>
/// <param name="Compared">Batches that were trained in both.</param>
/// <param name="Acts">The first batch that does something else to the weights; null: none of those compared.</param>
/// <param name="Parts">
/// The first batch whose losses differ: the same one, or, where the change acts on the step alone, one after it; null: none of those
/// compared.
/// </param>
public sealed record Parting(int From, int Compared, PartedBatch? Acts, PartedBatch? Parts);
