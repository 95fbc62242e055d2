using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Bench;

/// <summary>A PyTorch process that trains an epoch whenever it is asked to.</summary>
internal sealed class PyTorchEpochs : IDisposable
{
    private readonly PyTorchProcess _process;

    private PyTorchEpochs(PyTorchProcess process) => _process = process;

    /// <param name="way"><c>resident</c> or <c>article</c>: see pytorch_epochs.py.</param>
    /// <returns>Null where Python, PyTorch or, for the article's way, torchvision is missing.</returns>
    public static PyTorchEpochs? Start(string way, string lesson, string mnistFolder, TrainingOptions options, ImageDataset mnist) =>
        PyTorchProcess.Start(
            "pytorch_epochs.py", way, lesson, mnistFolder, $"{mnist.Train.Count - options.ValidationCount}", $"{options.BatchSize}")
            is { } process ? new(process) : null;

    /// <returns>Seconds of processor time, and by the clock.</returns>
    public (double Processor, double Clock) TrainEpoch()
    {
        var seconds = _process.Ask();
        return (seconds[0], seconds[1]);
    }

    public void Dispose() => _process.Dispose();
}
