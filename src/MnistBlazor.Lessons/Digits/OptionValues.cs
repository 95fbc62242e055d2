using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Digits;

/// <summary>The way back from a run's options to a lesson's parameters, so that a run can be named, compared and set again in their words.</summary>
public static class OptionValues
{
    /// <summary>
    /// Values that stand for <paramref name="options"/>: <see cref="Lesson.Options"/> makes the same of them. What the options do not
    /// tell, like the momentum of an optimizer that has none, is at its default.
    /// </summary>
    public static ParameterValues ValuesOf(this Lesson lesson, TrainingOptions options) =>
        new(lesson.Parameters.Select(parameter => KeyValuePair.Create(parameter.Id, Text(options, parameter.Id) ?? parameter.Default)));

    private static string? Text(TrainingOptions options, string parameter) => parameter switch
    {
        "device" => options.Device,
        "dataset" => options.Dataset,
        "batch-size" => NumberParameter.Format(options.BatchSize),
        "epochs" => NumberParameter.Format(options.Epochs),
        "seed" => NumberParameter.Format(options.Seed),
        "hold-out" => NumberParameter.Format(options.ValidationCount),
        "schedule" => options.Schedule == LearningRateSchedule.OneCycle ? "one-cycle" : "constant",
        "rotation" => NumberParameter.Format((options.Augmentation ?? new()).Rotation),
        "shift" => NumberParameter.Format((options.Augmentation ?? new()).Shift),
        "zoom" => NumberParameter.Format((options.Augmentation ?? new()).Zoom),
        _ => Text(options.Optimizer, parameter) ?? Text(options.Model, parameter),
    };

    private static string? Text(OptimizerSpec optimizer, string parameter) => parameter switch
    {
        OptimizerParameters.Id => optimizer is { Kind: OptimizerKind.SGD, Momentum: > 0 } ? "momentum" : optimizer.Kind.ToString().ToLowerInvariant(),
        "learning-rate" => NumberParameter.Format(optimizer.LearningRate),
        "weight-decay" => NumberParameter.Format(optimizer.WeightDecay),
        "momentum" when optimizer.Momentum > 0 => NumberParameter.Format(optimizer.Momentum),
        "nesterov" => Text(optimizer.Nesterov),
        "alpha" => NumberParameter.Format(optimizer.Alpha),
        "beta1" => NumberParameter.Format(optimizer.Beta1),
        "beta2" => NumberParameter.Format(optimizer.Beta2),
        _ => null,
    };

    private static string? Text(ModelSpec model, string parameter) => (model, parameter) switch
    {
        (MultilayerPerceptronSpec mlp, "layers") => LayersParameter.Format(mlp.HiddenLayers),
        (MultilayerPerceptronSpec mlp, "initialization") => mlp.Initialization.ToString().ToLowerInvariant(),
        (ConvolutionalNetworkSpec cnn, "channels") => string.Join('-', cnn.Channels),
        (ConvolutionalNetworkSpec cnn, "hidden-units") => NumberParameter.Format(cnn.HiddenUnits),
        (ConvolutionalNetworkSpec cnn, "batch-norm") => Text(cnn.BatchNorm),
        (ConvolutionalNetworkSpec cnn, "dropout") => NumberParameter.Format(cnn.Dropout),
        _ => null,
    };

    private static string Text(bool value) => value ? "true" : "false";
}
