using System.Diagnostics;
using MnistBlazor.ML.Data;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// The least that trains lessons 1 and 2 with TorchSharp: no seeds, no checkpoints, nobody who watches. What the app takes beyond it is
/// what the app costs.
/// </summary>
internal sealed class BareLoop : IDisposable
{
    private readonly int _batchSize;
    private readonly Tensor _images, _labels;
    private readonly Module<Tensor, Tensor> _model;
    private readonly optim.Optimizer _optimizer;

    /// <param name="lesson"><c>softmax</c> or <c>mlp</c>.</param>
    /// <param name="count">The first so many images are trained with.</param>
    public BareLoop(string lesson, ImageSplit train, int count, int batchSize)
    {
        _batchSize = batchSize;
        using (NewDisposeScope())
        {
            var pixels = tensor(train.Take(count).AllPixels.ToArray()).reshape(count, ImageSplit.PixelsPerImage);
            _images = pixels.to(float32).div(255).DetachFromDisposeScope();
            _labels = tensor(train.Take(count).AllLabels.ToArray()).to(int64).DetachFromDisposeScope();
        }
        _model = lesson == "softmax"
            ? Linear(784, 10)
            : Sequential(Linear(784, 256), ReLU(), Linear(256, 256), ReLU(), Linear(256, 10));
        _optimizer = lesson == "softmax" ? optim.SGD(_model.parameters(), 0.1) : optim.Adam(_model.parameters(), 0.001);
    }

    /// <returns>Seconds by the clock.</returns>
    public double TrainEpoch()
    {
        var begun = Stopwatch.GetTimestamp();
        using var order = randperm(_labels.shape[0]);
        using var sum = zeros(1);
        for (var batch = 0; batch < _labels.shape[0] / _batchSize; batch++)
        {
            using var scope = NewDisposeScope();
            var chosen = order.narrow(0, batch * _batchSize, _batchSize);
            var loss = functional.cross_entropy(_model.call(_images.index_select(0, chosen)), _labels.index_select(0, chosen));
            _optimizer.zero_grad();
            loss.backward();
            _optimizer.step();
            using (no_grad()) sum.add_(loss);
        }
        _ = sum.item<float>();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _images.Dispose();
        _labels.Dispose();
    }
}
