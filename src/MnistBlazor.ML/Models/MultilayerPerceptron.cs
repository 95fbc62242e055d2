using TorchSharp.Modules;

namespace MnistBlazor.ML.Models;

/// <summary>A multilayer perceptron: [N, 784] pixels through hidden layers to [N, classes] scores.</summary>
internal static class MultilayerPerceptron
{
    /// <param name="noise">Decides which units dropout silences.</param>
    public static Sequential Create(MultilayerPerceptronSpec options, int classes, Generator noise)
    {
        #region cell: model
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        long inputs = 28 * 28;
        var number = 1;

        foreach (var hidden in options.HiddenLayers)
        {
            layers.Add(($"linear{number}", Linear(inputs, hidden.Units)));
            if (hidden.Activation != Activation.None)
            {
                var name = $"{hidden.Activation}{number}".ToLowerInvariant();
                layers.Add((name, ActivationFunction(hidden.Activation)));
            }
            if (hidden.Dropout > 0)
                layers.Add(($"dropout{number}", new SeededDropout(hidden.Dropout, noise)));
            inputs = hidden.Units;
            number++;
        }
        layers.Add(($"linear{number}", Linear(inputs, classes)));

        var model = Sequential(layers);
        #endregion

        return model;
    }

    private static Module<Tensor, Tensor> ActivationFunction(Activation activation) => activation switch
    {
        Activation.ReLU => ReLU(),
        Activation.Sigmoid => Sigmoid(),
        Activation.Tanh => Tanh(),
        Activation.GELU => GELU(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation function."),
    };
}
