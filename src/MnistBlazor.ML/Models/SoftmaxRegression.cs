using TorchSharp.Modules;

namespace MnistBlazor.ML.Models;

/// <summary>Softmax regression: [N, 784] pixels to [N, classes] scores by one linear layer.</summary>
internal static class SoftmaxRegression
{
    public static Sequential Create(int classes)
    {
        #region cell: model
        // 784 pixels in, a score for each class out: 784 weights and a bias each.
        var model = Sequential(
            ("linear", Linear(28 * 28, classes)));
        #endregion

        return model;
    }
}
