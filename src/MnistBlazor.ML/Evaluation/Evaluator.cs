using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Evaluation;

/// <summary>Tests a trained network on images that it has not seen.</summary>
public static class Evaluator
{
    public static EvaluationResult Evaluate(
        TrainedModel model, ImageDataset dataset, string device, CancellationToken cancellation = default, IProgress<double>? progress = null) =>
        throw new NotImplementedException();
}
