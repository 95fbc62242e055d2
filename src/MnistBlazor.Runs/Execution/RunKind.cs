using System.Text.Json;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Runs.Execution;

/// <summary>Runs of one kind take equally long for a step.</summary>
/// <param name="Key">Device, batch size, network, optimizer and whether each picture is changed, as one text.</param>
/// <param name="StepWork">As <see cref="RunWork.OfStep"/>.</param>
internal sealed record RunKind(string Device, string Key, double StepWork)
{
    public static RunKind Of(TrainingOptions options, int classes) => new(
        options.Device,
        $"{options.Device} {options.BatchSize} {JsonSerializer.Serialize(options.Model)} {classes} {options.Optimizer.Kind} "
            + $"{options.Augmentation is { VariesEach: true }}",
        RunWork.OfStep(options, classes));
}
