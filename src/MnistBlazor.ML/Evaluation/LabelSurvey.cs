using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Evaluation;

/// <summary>A test image that all networks take for the same other class than its label says.</summary>
/// <param name="Answer">What all of them say.</param>
/// <param name="Confidences">The probability that each gives it, in the networks' order.</param>
public sealed record DoubtedLabel(int Index, int Label, int Answer, float[] Confidences)
{
    /// <summary>The networks' mean probability.</summary>
    public float Sure => Confidences.Average();
}

/// <summary>
/// Looks for wrong labels: several networks read the test images, one piece after the other, so that whoever shares the thread has it in
/// between. It keeps a network: dispose it on the thread that it works on.
/// </summary>
public sealed class LabelSurvey(ImageSplit test, int networks) : IDisposable
{
    private const int ImagesTogether = 500;

    private readonly List<(byte Answer, float Confidence)[]> _answers = [];
    private Module<Tensor, Tensor>? _network;
    private int _read;

    /// <summary>0 to 1.</summary>
    public double Progress => (_answers.Count - (_network is null ? 0 : 1) + (double)_read / Math.Max(1, test.Count)) / networks;

    /// <summary>Reads some images with a network.</summary>
    /// <param name="model">The same one until it has read all.</param>
    /// <returns>Whether it has read all; the next call is given the next network.</returns>
    /// <exception cref="FormatException">The weights are damaged.</exception>
    public bool Next(TrainedModel model)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        if (_network is null)
        {
            (_network, _read) = (model.ToNetwork(CPU), 0);
            _answers.Add(new (byte, float)[test.Count]);
        }
        var size = Math.Min(ImagesTogether, test.Count - _read);
        var bytes = empty(size, ImageSplit.PixelsPerImage, dtype: uint8);
        test.AllPixels.Slice(_read * ImageSplit.PixelsPerImage, size * ImageSplit.PixelsPerImage).CopyTo(bytes.bytes);
        var (sure, answers) = functional.softmax(_network.forward(bytes.to(float32).div(255)), 1).max(1);
        foreach (var (i, (answer, confidence)) in answers.data<long>().Zip(sure.data<float>()).Index())
            _answers[^1][_read + i] = ((byte)answer, confidence);
        _read += size;
        if (_read < test.Count) return false;
        (_network, _read) = (Ended(_network), 0);
        return true;
    }

    /// <summary>The surest first.</summary>
    public IReadOnlyList<DoubtedLabel> Doubts() =>
    [
        .. Enumerable.Range(0, _answers.Count == 0 ? 0 : test.Count)
            .Where(image => _answers[0][image].Answer != test.Label(image)
                && _answers.All(network => network[image].Answer == _answers[0][image].Answer))
            .Select(image => new DoubtedLabel(
                image, test.Label(image), _answers[0][image].Answer, [.. _answers.Select(network => network[image].Confidence)]))
            .OrderByDescending(doubt => doubt.Sure).ThenBy(doubt => doubt.Index),
    ];

    public void Dispose() => Ended(_network);

    private static Module<Tensor, Tensor>? Ended(Module<Tensor, Tensor>? network)
    {
        network?.Dispose();
        return null;
    }
}
