using MnistBlazor.ML.Models;

namespace MnistBlazor.ML.Training;

/// <summary>The options that the lessons begin with.</summary>
public static class Recipes
{
    /// <summary>Lesson 1, as its source article has it: about 91 %.</summary>
    public static TrainingOptions Softmax { get; } = new()
    {
        Model = new SoftmaxRegressionSpec(),
        Optimizer = new(OptimizerKind.SGD, 0.1),
    };

    /// <summary>
    /// Lesson 2, as its source article has it but for the images held out, which show when it begins to overfit: about 98 %.
    /// </summary>
    public static TrainingOptions Perceptron { get; } = new()
    {
        Model = new MultilayerPerceptronSpec([new(256), new(256)]),
        Optimizer = new(OptimizerKind.Adam, 0.001),
        ValidationCount = 5000,
    };

    /// <summary>Lesson 3, in little more than a minute on one core of a processor: over 99 %. Chosen on the hold-out.</summary>
    public static TrainingOptions Convolutional { get; } = new()
    {
        Model = new ConvolutionalNetworkSpec([8, 16, 32], HiddenUnits: 0),
        Optimizer = new(OptimizerKind.AdamW, 0.01, WeightDecay: 0.01),
        Schedule = LearningRateSchedule.OneCycle,
        Augmentation = new(Rotation: 8, Shift: 1, Zoom: 0.05),
        ValidationCount = 5000,
        BatchSize = 100,
        Epochs = 5,
    };

    /// <summary>
    /// Lesson 3 in a quarter of a minute, and over 99 % all the same: kernels go two pixels at a time, and a batch is shifted as a whole.
    /// Chosen on the hold-out.
    /// </summary>
    public static TrainingOptions ConvolutionalQuick { get; } = Convolutional with
    {
        Model = new ConvolutionalNetworkSpec([16, 32], HiddenUnits: 0) { KernelSize = 5, Strided = true },
        Optimizer = new(OptimizerKind.AdamW, 0.02, WeightDecay: 0.01),
        Augmentation = new() { BatchShift = 1 },
        Epochs = 3,
    };

    /// <summary>Lesson 3 with more of everything: over 99.5 %.</summary>
    public static TrainingOptions ConvolutionalFull { get; } = Convolutional with
    {
        Model = new ConvolutionalNetworkSpec([32, 64, 128], HiddenUnits: 128, BatchNorm: true, Dropout: 0.3),
        Augmentation = new(Rotation: 10, Shift: 2, Zoom: 0.1),
        Epochs = 15,
    };
}
