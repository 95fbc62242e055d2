using TorchSharp.Modules;

namespace MnistBlazor.ML.Models;

/// <summary>Softmax regression: [N, 784] pixels to [N, classes] scores by one linear layer.</summary>
internal static class SoftmaxRegression
{
    public static Sequential Create(int classes)
    {
        #region cell: model
        // 784 pixels in, 10 scores out: 784 x 10 weights and 10 biases.
        var model = Sequential(
            ("linear", Linear(28 * 28, classes)));
        #endregion

        return model;
    }
}
