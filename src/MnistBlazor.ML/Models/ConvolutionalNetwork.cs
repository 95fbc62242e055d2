using TorchSharp.Modules;

namespace MnistBlazor.ML.Models;

/// <summary>A convolutional network: [N, 784] pixels, seen as [N, 1, 28, 28] pictures, to [N, classes] scores.</summary>
internal static class ConvolutionalNetwork
{
    /// <param name="noise">Decides which values dropout silences.</param>
    public static Sequential Create(ConvolutionalNetworkSpec options, int classes, Generator noise)
    {
        #region cell: model
        var layers = new List<(string, Module<Tensor, Tensor>)>
        {
            ("image", Unflatten(1, [1, 28, 28])),
        };
        long channels = 1, side = 28;
        var number = 1;

        foreach (var kernels in options.Channels)
        {
            // Look for patterns, options.KernelSize x options.KernelSize pixels each.
            var conv = Conv2d(channels, kernels, kernel_size: options.KernelSize,
                stride: options.Stride, padding: options.Padding);
            layers.Add(($"conv{number}", conv));

            if (options.BatchNorm)
            {
                // Bring each channel to mean 0 and variance 1.
                layers.Add(($"norm{number}", BatchNorm2d(kernels)));
            }
            layers.Add(($"relu{number}", ReLU()));

            if (options.Pools)
            {
                // Keep the largest of every 2 x 2: half as wide and high.
                layers.Add(($"pool{number}", MaxPool2d(2)));
                side /= 2;
            }
            if (options.Strided)
            {
                // The kernels went two pixels at a time: half as wide and high.
                side = (side + 1) / 2;
            }
            channels = kernels;
            number++;
        }

        layers.Add(("flatten", Flatten()));
        var inputs = channels * side * side;
        if (options.HiddenUnits > 0)
        {
            layers.Add(("linear1", Linear(inputs, options.HiddenUnits)));
            layers.Add(($"relu{number}", ReLU()));
            inputs = options.HiddenUnits;
        }
        if (options.Dropout > 0)
            layers.Add(("dropout", new SeededDropout(options.Dropout, noise)));
        layers.Add(("output", Linear(inputs, classes)));

        var model = Sequential(layers);
        #endregion

        return model;
    }
}
