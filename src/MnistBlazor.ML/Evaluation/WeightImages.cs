using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Evaluation;

/// <summary>The weights of softmax regression as images: what each class looks for.</summary>
public static class WeightImages
{
    /// <returns>[classes][784]; empty for a network whose first layer is not its last.</returns>
    public static float[][] Of(TrainedModel model) => throw new NotImplementedException();
}
