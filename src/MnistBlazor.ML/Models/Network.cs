namespace MnistBlazor.ML.Models;

/// <summary>Builds the network that a spec describes.</summary>
internal static class Network
{
    /// <summary>[N, 784] float32 to [N, classes] scores. The caller disposes it.</summary>
    /// <param name="weights">On the CPU; draws the initial weights: the same on every device.</param>
    /// <param name="noise">On the CPU as well; draws what dropout silences. Must outlive the network.</param>
    /// <exception cref="ArgumentException">The spec is out of its bounds.</exception>
    public static Module<Tensor, Tensor> Create(ModelSpec spec, int classes, Generator weights, Generator noise, Device device)
    {
        ModelBounds.Check(spec);
        Module<Tensor, Tensor> model = spec switch
        {
            SoftmaxRegressionSpec => SoftmaxRegression.Create(classes),
            MultilayerPerceptronSpec perceptron => MultilayerPerceptron.Create(perceptron, classes, noise),
            ConvolutionalNetworkSpec convolutional => ConvolutionalNetwork.Create(convolutional, classes, noise),
            _ => throw new NotSupportedException($"There is no network for {spec.GetType().Name}."),
        };
        Initialization.Apply((spec as MultilayerPerceptronSpec)?.Initialization ?? WeightInitialization.Default, model, weights);
        return model.to(device);
    }

    /// <summary>A network for weights that are loaded next.</summary>
    /// <param name="noise">For dropout; null: it cannot be turned on.</param>
    public static Module<Tensor, Tensor> CreateForInference(ModelSpec spec, int classes, Device device, Generator? noise = null)
    {
        using var generator = new Generator(0);
        var model = Create(spec, classes, generator, noise ?? generator, device);
        model.eval();
        return model;
    }
}
