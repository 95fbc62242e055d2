using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Weights;

namespace MnistBlazor.ML.Training;

/// <summary>The images of a run that learns drawings, on its device: the drawings in turn, then the sample of the data set.</summary>
internal sealed class FineTuningImages : IDisposable
{
    private const string Pixels = "drawings.images", Labels = "drawings.labels";

    private FineTuningImages(IReadOnlyDictionary<string, TensorEntry> entries, DeviceSplit split) => (Entries, Split) = (entries, split);

    /// <summary>The drawings as they travel in a checkpoint.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    public DeviceSplit Split { get; }

    public static Dictionary<string, TensorEntry> EntriesOf(ImageSplit drawings) => new()
    {
        [Pixels] = new("U8", [drawings.Count, ImageSplit.PixelsPerImage], drawings.AllPixels.ToArray()),
        [Labels] = new("U8", [drawings.Count], drawings.AllLabels.ToArray()),
    };

    /// <exception cref="FormatException">The checkpoint has no such drawings, or they are not those of the options.</exception>
    public static FineTuningImages Of(TrainingOptions options, FineTuning tuning, ImageDataset dataset, Checkpoint? checkpoint)
    {
        if (checkpoint is null) throw new FormatException("Drawings are learned from a checkpoint on.");
        var (pixels, labels) = (checkpoint.Entry(Pixels), checkpoint.Entry(Labels));
        var classes = dataset.ClassNames.Count;
        if (pixels is not { ElementType: "U8", Shape: [> 0 and var count, ImageSplit.PixelsPerImage] }
            || labels is not { ElementType: "U8", Shape: [var named] } || named != count
            || labels.Data.Span.ContainsAnyExceptInRange((byte)0, (byte)Math.Min(classes - 1, byte.MaxValue)))
            throw new FormatException("The checkpoint's drawings are not images with a class each.");
        var drawings = new ImageSplit(pixels.Data, labels.Data, classes);
        if (FineTuning.Of(drawings) != tuning.Drawings) throw new FormatException("The checkpoint's drawings are not the run's.");
        var mixed = Mix(options.Seed, tuning, dataset.Train, drawings, classes);
        return new(EntriesOf(drawings), DeviceSplit.Of(mixed, TorchRuntime.Device(options.Device)));
    }

    /// <summary>
    /// In the first epochs all but the last layer stay as they are, which goes for what a normalisation notes and for dropout as well.
    /// </summary>
    public static void TrainHeadOnly(Module<Tensor, Tensor> model, ModelSpec spec, bool headOnly)
    {
        var head = ModelSummary.Of(spec).Layers[^1].Name + ".";
        foreach (var (name, parameter) in model.named_parameters())
            parameter.requires_grad = !headOnly || name.StartsWith(head, StringComparison.Ordinal);
        model.train(!headOnly);
    }

    public void Dispose()
    {
        Split.Pixels.Dispose();
        Split.Labels.Dispose();
    }

    private static ImageSplit Mix(int seed, FineTuning tuning, ImageSplit train, ImageSplit drawings, int classes)
    {
        var pixels = new byte[tuning.ImagesPerEpoch * ImageSplit.PixelsPerImage];
        var labels = new byte[tuning.ImagesPerEpoch];
        for (var i = 0; i < tuning.Drawn; i++) Copy(drawings, i % drawings.Count, i);
        using var sampling = Seeds.Order(seed, epoch: 0);
        using var scope = NewDisposeScope();
        var sample = MiniBatches.NewOrder(train.Count, sampling).data<long>();
        for (var i = 0; i < tuning.Mixed; i++) Copy(train, (int)sample[i % train.Count], tuning.Drawn + i);
        return new(pixels, labels, classes);

        void Copy(ImageSplit from, int index, int place)
        {
            from.Pixels(index).CopyTo(pixels.AsSpan(place * ImageSplit.PixelsPerImage));
            labels[place] = (byte)from.Label(index);
        }
    }
}
