using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;

namespace MnistBlazor.ML.Training;

/// <summary>What a fault does to images, labels and networks; without one they stay as they are.</summary>
internal static class Faults
{
    /// <summary>What the network sees of images: in training after they were augmented, in every test, and of a drawing.</summary>
    /// <param name="images">[N, 784], 0 to 1.</param>
    /// <returns>[N, 784].</returns>
    public static Tensor Pixels(TrainingOptions options, Tensor images)
    {
        if (options.Fault == TrainingFault.PixelsNotScaled)
        {
            #region cell: pixels-not-scaled
            // Fault, in training, test and drawing alike: 0..255 and not 0..1.
            images = images * 255;
            #endregion
        }
        else if (options.Fault == TrainingFault.PixelsShuffled)
        {
            #region cell: pixels-shuffled
            // Fault, in training, test and drawing alike: the pixels of every
            // picture change places, always in the same way.
            using var places = Seeds.Places(options.Seed);
            var moved = randperm(28 * 28, generator: places).to(images.device);
            images = images.index_select(1, moved);
            #endregion
        }
        return images;
    }

    /// <summary>What is learnt from: the data itself, or its images with other labels, which the caller disposes.</summary>
    public static DeviceSplit Learnt(TrainingOptions options, DeviceSplit data)
    {
        if (options.Fault != TrainingFault.LabelsShuffled) return data;
        using var scope = NewDisposeScope();

        #region cell: labels-shuffled
        // Fault: every training image gets the label of another one.
        using var mixing = Seeds.Places(options.Seed);
        var others = randperm(data.Labels.shape[0], generator: mixing);
        var labels = data.Labels.index_select(0, others.to(data.Labels.device));
        #endregion

        return data with { Labels = labels.DetachFromDisposeScope() };
    }

    /// <summary>Puts a network into the mode in which it is judged.</summary>
    public static void Judge(TrainingOptions options, Module<Tensor, Tensor> network)
    {
        network.eval();
        if (options.DropoutInTest) foreach (var dropout in network.modules().OfType<SeededDropout>()) dropout.train();
    }

    /// <summary>Makes a trained network see images as its training did.</summary>
    public static void PrepareFor(TrainingOptions options, Module<Tensor, Tensor> network)
    {
        if (options.Fault is not (TrainingFault.PixelsNotScaled or TrainingFault.PixelsShuffled)) return;
        // The first layer, since a network's own forward passes its layers' hooks and not its own.
        var (_, first) = network.named_children().First();
        ((Module<Tensor, Tensor>)first).register_forward_pre_hook((_, images) => Pixels(options, images));
    }
}
