using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;

namespace MnistBlazor.ML.Inference;

/// <summary>Reads single images with a trained network, on the CPU, whatever trains meanwhile. Thread-safe.</summary>
public sealed class Predictor : IDisposable
{
    private const string Weight = ".weight";

    private readonly Lock _gate = new();
    private readonly Module<Tensor, Tensor> _network;
    private bool _disposed;

    /// <exception cref="FormatException">The weights are damaged or those of another network.</exception>
    public Predictor(TrainedModel model) => (_network, ClassNames) = (model.ToNetwork(CPU), model.ClassNames);

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
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using var scope = NewDisposeScope();
            var network = _network; // the learner reads names without underscores

            #region cell: prediction
            using var _ = no_grad();
            var drawing = empty(28 * 28, dtype: uint8);
            pixels.CopyTo(drawing.bytes);

            // One image, as in training: 0..1.
            var image = drawing.to(float32).div(255).reshape(1, 28 * 28);

            // A score for each class, then a probability for each; they add up to 1.
            var scores = network.forward(image);
            var probabilities = functional.softmax(scores, dim: 1);
            #endregion

            return probabilities.data<float>().ToArray();
        }
    }

    /// <summary>The weights of its first layer, as plain numbers.</summary>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public LayerWeights FirstLayer()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using var scope = NewDisposeScope();
            var (name, weight) = _network.named_parameters().First(one => one.name.EndsWith(Weight, StringComparison.Ordinal));
            return new(name[..^Weight.Length], [.. weight.shape.Select(size => (int)size)], weight.data<float>().ToArray());
        }
    }

    /// <summary>Reads many images in one go.</summary>
    /// <param name="images">784 bytes each.</param>
    /// <returns>The likeliest class of each.</returns>
    /// <exception cref="ArgumentException">An image has not 784 pixels.</exception>
    /// <exception cref="ObjectDisposedException">The predictor has been disposed.</exception>
    public int[] Classify(IReadOnlyList<byte[]> images)
    {
        if (images.Count == 0) return [];
        var split = new ImageSplit(images.SelectMany(image => image).ToArray(), new byte[images.Count], classes: 1);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            return [.. _network.forward(DeviceSplit.Of(split, CPU).Images).argmax(1).data<long>().Select(label => (int)label)];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _network.Dispose();
        }
    }
}
