using TorchSharp.Modules;

namespace MnistBlazor.ML.Models;

/// <summary>Where a network's weights start.</summary>
internal static class Initialization
{
    /// <summary>Draws all weights and biases anew from the generator; batch norm keeps its ones and zeros.</summary>
    public static void Apply(WeightInitialization kind, Module<Tensor, Tensor> model, Generator generator)
    {
        using var _ = no_grad();
        foreach (var module in model.modules())
        {
            if (module is Linear linear)
                Draw(kind, linear.weight, linear.bias, linear.in_features, linear.out_features, generator);
            else if (module is Conv2d convolution)
                Draw(kind, convolution.weight, convolution.bias,
                    FieldSize(convolution) * convolution.in_channels, FieldSize(convolution) * convolution.out_channels, generator);
        }
    }

    /// <param name="fanIn">Values that a unit reads.</param>
    /// <param name="fanOut">Units that read a value.</param>
    private static void Draw(WeightInitialization kind, Tensor weight, Tensor? bias, long fanIn, long fanOut, Generator generator)
    {
        #region cell: initialization
        var bound = kind switch
        {
            // PyTorch's own
            WeightInitialization.Default => 1 / Math.Sqrt(fanIn),
            // Glorot and Bengio, 2010
            WeightInitialization.Xavier => Math.Sqrt(6.0 / (fanIn + fanOut)),
            // He et al., 2015: made for ReLU
            WeightInitialization.He => Math.Sqrt(6.0 / fanIn),
            // all units alike, and alike they stay
            WeightInitialization.Zeros => 0,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        weight.uniform_(-bound, bound, generator);
        if (kind == WeightInitialization.Default)
            bias?.uniform_(-bound, bound, generator);
        else
            bias?.zero_();
        #endregion
    }

    private static long FieldSize(Conv2d convolution) => convolution.weight.shape[2] * convolution.weight.shape[3];
}
