using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Training;

/// <summary>Small runs for tests, and what they leave behind.</summary>
internal static class Curve
{
    /// <summary>3 epochs of 5 batches, with 30 images left over each time.</summary>
    public static async Task<ImageDataset> SliceAsync() => (await Mnist.LoadAsync()).Take(530, 200);

    public static TrainingOptions Options(ModelSpec? model = null, OptimizerSpec? optimizer = null) => new()
    {
        Model = model ?? new SoftmaxRegressionSpec(),
        Optimizer = optimizer ?? new(OptimizerKind.SGD, 0.1),
        BatchSize = 100,
        Epochs = 3,
        Seed = 5,
    };

    /// <summary>A network that uses every kind of randomness there is.</summary>
    public static MultilayerPerceptronSpec WithDropout { get; } =
        new([new(24, Activation.ReLU, Dropout: 0.3), new(16, Activation.Tanh)], WeightInitialization.He);

    /// <summary>The same for lesson 3: batch norm, dropout, augmentation, one cycle of the learning rate, a hold-out.</summary>
    public static TrainingOptions Convolutional { get; } =
        Options(new ConvolutionalNetworkSpec([4, 6], HiddenUnits: 16, BatchNorm: true, Dropout: 0.2), new(OptimizerKind.Adam, 0.01)) with
        {
            Schedule = LearningRateSchedule.OneCycle,
            Augmentation = new(Rotation: 10, Shift: 2, Zoom: 0.1),
            ValidationCount = 100,
            BatchSize = 86,
        };

    /// <summary>As lesson 3's quick recipe: kernels that go two pixels at a time, whole batches shifted.</summary>
    public static TrainingOptions Strided { get; } = Convolutional with
    {
        Model = new ConvolutionalNetworkSpec([4, 6], HiddenUnits: 0) { KernelSize = 5, Strided = true },
        Augmentation = new() { BatchShift = 1 },
    };

    /// <summary>Trains until <paramref name="step"/>, or to the end, and gives the loss of each batch on the way.</summary>
    public static List<double> Train(Trainer trainer, int step = int.MaxValue)
    {
        var losses = new List<double>();
        while (!trainer.Finished && trainer.Step < step)
        {
            trainer.TrainBatch();
            losses.Add(trainer.ReadLoss());
        }
        return losses;
    }
}
