using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using static MnistBlazor.ML.Data.ImageSplit;

namespace MnistBlazor.ML.Inspection;

/// <summary>Looks into a trained network while it reads an image, on the CPU. For one thread.</summary>
public sealed partial class Inspector : IDisposable
{
    /// <summary>So many training images at most are compared with an image.</summary>
    public const int MostImages = 5000;

    /// <summary>So many pixels at most are changed until the answer flips.</summary>
    public const int MostEdits = 60;

    /// <summary>Numbers that the compared images' features may have, 16 MB: a wide layer is compared on fewer images.</summary>
    private const int MostFeatures = 4_000_000;

    /// <summary>Images that pass through the network together.</summary>
    private const int ChunkSize = 250;

    /// <summary>Pixels changed by one gradient.</summary>
    private const int EditsTogether = 3;

    private readonly Module<Tensor, Tensor> _network;
    private readonly (LayerSummary Layer, Module<Tensor, Tensor> Module)[] _layers;
    private Tensor? _features; // [images, units] of the first training images
    private ImageSplit? _featuresOf;

    /// <exception cref="FormatException">The weights are damaged or those of another network.</exception>
    public Inspector(TrainedModel model)
    {
        ClassNames = model.ClassNames;
        Spec = model.Spec;
        var weights = LayerWeights.Of(model);
        FirstLayer = weights.Count > 1 ? weights[0] : null;
        LastLayer = weights[^1];
        _network = model.ToNetwork(CPU);
        // Gradients are wanted with respect to the image alone.
        foreach (var parameter in _network.parameters()) parameter.requires_grad = false;
        _layers = [.. ModelSummary.Of(model.Spec, ClassNames.Count).Layers
            .Zip(_network.named_children(), (layer, child) => (layer, (Module<Tensor, Tensor>)child.module))];
    }

    public ModelSpec Spec { get; }

    /// <summary>By label.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>What the units of the first hidden layer respond to, or the kernels; null: there is no such layer.</summary>
    public LayerWeights? FirstLayer { get; }

    /// <summary>What each class makes of the values that the last layer reads.</summary>
    public LayerWeights LastLayer { get; }

    /// <summary>How many of the training images <see cref="Nearest"/> compares.</summary>
    public int ComparedImages(ImageSplit training) =>
        Math.Min(training.Count, Math.Min(MostImages, MostFeatures / _layers[^1].Layer.InputShape[0]));

    /// <param name="pixels">[784] row by row, 0 (paper) to 255 (ink).</param>
    /// <exception cref="ArgumentException">There are not 784 pixels.</exception>
    public ImageInspection Inspect(ReadOnlySpan<byte> pixels)
    {
        using var scope = NewDisposeScope();
        var image = Image(pixels).requires_grad_();
        var outputs = Forward(image);
        var scores = outputs[^1][0];
        var (answer, runnerUp) = FirstTwo(scores);

        // How the margin would change with each pixel, times the pixel.
        var margin = scores[answer] - scores[runnerUp];
        var gradient = autograd.grad([margin], [image], retain_graph: true)[0];
        var evidence = gradient * image;

        return new(
            Numbers(scores), Numbers(functional.softmax(scores, dim: 0)), answer, runnerUp, Activations(outputs), Numbers(evidence),
            Spec is SoftmaxRegressionSpec ? (OfClass(answer), OfClass(runnerUp)) : null,
            Spec is ConvolutionalNetworkSpec ? ClassActivation(outputs, scores[answer]) : null);

        float[] OfClass(int number) => Numbers(_network.get_parameter("linear.weight")![number] * image[0]);
    }

    /// <summary>The class that the network takes each of many images for.</summary>
    public IReadOnlyList<int> Answers(ImageSplit images)
    {
        var answers = new List<int>(images.Count);
        for (var start = 0; start < images.Count; start += ChunkSize)
        {
            using var chunk = NewDisposeScope();
            var size = Math.Min(ChunkSize, images.Count - start);
            var scores = Scores(Images(images.AllPixels.Slice(start * PixelsPerImage, size * PixelsPerImage)));
            answers.AddRange(scores.argmax(1).data<long>().Select(answer => (int)answer));
        }
        return answers;
    }

    /// <summary>
    /// The training images whose features, the values that the last layer reads, lie nearest to those of an image. The training images'
    /// features are computed the first time and kept.
    /// </summary>
    /// <param name="training">The first <see cref="ComparedImages"/> of them are compared.</param>
    /// <returns>The nearest first.</returns>
    /// <exception cref="ArgumentException">There are not 784 pixels.</exception>
    public IReadOnlyList<Neighbour> Nearest(ReadOnlySpan<byte> pixels, ImageSplit training, int count = 5)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var features = FeaturesOf(training);

        var distances = (features - Features(Image(pixels))).square().sum(1).sqrt();
        var (nearest, indices) = distances.topk(Math.Min(count, training.Count), largest: false);

        return [.. indices.data<long>().Zip(
            nearest.data<float>(), (index, distance) => new Neighbour((int)index, training.Label((int)index), distance))];
    }

    /// <summary>
    /// Changes pixels until the answer is another: always those that the gradient says lower the margin most, a few at a time. A greedy
    /// search: fewer pixels may do.
    /// </summary>
    /// <exception cref="ArgumentException">There are not 784 pixels.</exception>
    public AnswerEdit Edit(ReadOnlySpan<byte> pixels)
    {
        using var scope = NewDisposeScope();
        var values = Numbers(Image(pixels));
        var (answer, _) = FirstTwo(Scores(Rows([values]))[0]);
        var (to, edits) = (answer, new List<(int Pixel, bool Ink)>());
        while (to == answer && edits.Count < MostEdits)
        {
            using var round = NewDisposeScope();
            var next = BestEdits(values, answer, edits);
            if (next.Count == 0) break;
            // The images with one of these pixels, with two, ….
            var steps = next.Select(edit => values = With(values, edit)).ToArray();
            var answers = Scores(Rows(steps)).argmax(1).data<long>().ToArray();
            var last = Array.FindIndex(answers, other => other != answer) is var flip and >= 0 ? flip : next.Count - 1;
            (to, values) = ((int)answers[last], steps[last]);
            edits.AddRange(next.Take(last + 1));
        }
        return new(
            answer, to, [.. edits.Where(edit => edit.Ink).Select(edit => edit.Pixel)],
            [.. edits.Where(edit => !edit.Ink).Select(edit => edit.Pixel)], [.. values.Select(value => (byte)MathF.Round(value * 255))]);

        static float[] With(float[] values, (int Pixel, bool Ink) edit)
        {
            float[] changed = [.. values];
            changed[edit.Pixel] = edit.Ink ? 1 : 0;
            return changed;
        }
    }

    public void Dispose()
    {
        _features?.Dispose();
        _network.Dispose();
    }

    // Layer by layer: Sequential itself disposes what it passes on.
    private List<Tensor> Forward(Tensor images)
    {
        var outputs = new List<Tensor>();
        foreach (var (_, module) in _layers) outputs.Add(images = module.call(images));
        return outputs;
    }

    private Tensor Scores(Tensor images)
    {
        using var _ = no_grad();
        return Forward(images)[^1];
    }

    private Tensor Features(Tensor images)
    {
        foreach (var (_, module) in _layers[..^1]) images = module.call(images);
        return images;
    }

    private Tensor FeaturesOf(ImageSplit training)
    {
        if (_features is not null && ReferenceEquals(_featuresOf, training)) return _features;
        _features?.Dispose();
        _features = null;
        var count = ComparedImages(training);
        var features = empty(count, _layers[^1].Layer.InputShape[0]);
        for (var start = 0; start < count; start += ChunkSize)
        {
            using var chunk = NewDisposeScope();
            var size = Math.Min(ChunkSize, count - start);
            var images = Images(training.AllPixels.Slice(start * PixelsPerImage, size * PixelsPerImage));
            features.narrow(0, start, size).copy_(Features(images));
        }
        (_features, _featuresOf) = (features.DetachFromDisposeScope(), training);
        return _features;
    }

    private List<LayerActivations> Activations(List<Tensor> outputs) =>
        [.. _layers.Zip(outputs)
            .Where(pair => pair.First.Layer.Kind is not ("Unflatten" or "Flatten" or "Dropout"))
            .Select(pair => new LayerActivations(pair.First.Layer, Numbers(pair.Second)))];

    private float[] ClassActivation(List<Tensor> outputs, Tensor score)
    {
        // The last maps, before they are pooled: they still say where.
        var maps = outputs[Array.FindLastIndex(_layers, layer => layer.Layer is { Kind: "ReLU", OutputShape: [_, _, _] })];

        // How much each map speaks for the class, on the mean of its places.
        var gradient = autograd.grad([score], [maps], retain_graph: true)[0];
        var weights = gradient.mean([2, 3], keepdim: true);

        // All maps together, as far as they speak for it.
        var heat = (weights * maps).sum(1, keepdim: true).relu();
        var large = functional.interpolate(heat, size: [28, 28], mode: InterpolationMode.Bilinear, align_corners: false);

        return Numbers(large);
    }

    private List<(int Pixel, bool Ink)> BestEdits(float[] values, int answer, List<(int Pixel, bool Ink)> edits)
    {
        var image = Rows([values]).requires_grad_();
        var scores = Forward(image)[^1][0];
        var (first, second) = FirstTwo(scores);
        var other = first == answer ? second : first;
        var gradient = Numbers(autograd.grad([scores[answer] - scores[other]], [image])[0]);
        var edited = edits.Select(edit => edit.Pixel).ToHashSet();
        return [.. Enumerable.Range(0, PixelsPerImage)
            .Where(pixel => !edited.Contains(pixel))
            .Select(pixel => (Pixel: pixel, Ink: gradient[pixel] < 0, Lowers: Lowers(gradient[pixel], values[pixel])))
            .Where(edit => edit.Lowers > 0)
            .OrderByDescending(edit => edit.Lowers)
            .Take(Math.Min(EditsTogether, MostEdits - edits.Count))
            .Select(edit => (edit.Pixel, edit.Ink))];

        static float Lowers(float gradient, float value) => gradient < 0 ? -gradient * (1 - value) : gradient * value;
    }

    private static (int First, int Second) FirstTwo(Tensor scores)
    {
        var order = scores.detach().argsort(descending: true).data<long>().ToArray();
        return ((int)order[0], (int)order[Math.Min(1, order.Length - 1)]);
    }

    private static Tensor Rows(float[][] images) => tensor(images.SelectMany(image => image).ToArray(), images.Length, PixelsPerImage);

    private static Tensor Image(ReadOnlySpan<byte> pixels) => pixels.Length == PixelsPerImage
        ? Images(pixels)
        : throw new ArgumentException($"{PixelsPerImage} pixels are wanted, not {pixels.Length}.", nameof(pixels));

    private static Tensor Images(ReadOnlySpan<byte> pixels)
    {
        var bytes = empty(pixels.Length / PixelsPerImage, PixelsPerImage, dtype: uint8);
        pixels.CopyTo(bytes.bytes);
        return bytes.to(float32).div(255);
    }

    private static float[] Numbers(Tensor values) => values.detach().contiguous().data<float>().ToArray();
}
