using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Inference;

/// <summary>Reads single images with a trained network, on the CPU, whatever trains meanwhile. Thread-safe.</summary>
public sealed class Predictor : IDisposable
{
    private readonly Lock gate = new();
    private readonly Module<Tensor, Tensor> network;
    private bool disposed;

    /// <exception cref="FormatException">The weights are damaged or those of another network.</exception>
    public Predictor(TrainedModel model) => (network, ClassNames) = (model.ToNetwork(CPU), model.ClassNames);

    /// <summary>By label.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <param name="pixels">28x28 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <returns>A probability per class; they add up to 1.</returns>
    /// <exception cref="ArgumentException">There are not 784 pixels.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public float[] Predict(ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length != ImageSplit.PixelsPerImage)
            throw new ArgumentException($"{ImageSplit.PixelsPerImage} pixels are wanted, not {pixels.Length}.", nameof(pixels));
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            using var scope = NewDisposeScope();

            #region cell: prediction
            using var _ = no_grad();
            var drawing = empty(28 * 28, dtype: uint8);
            pixels.CopyTo(drawing.bytes);

            var image = drawing.to(float32).div(255).reshape(1, 28 * 28);   // one image, as in training: 0..1
            var scores = network.forward(image);                            // [1, classes]
            var probabilities = functional.softmax(scores, dim: 1);         // one for each class; they add up to 1
            #endregion

            return probabilities.data<float>().ToArray();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            network.Dispose();
        }
    }
}
