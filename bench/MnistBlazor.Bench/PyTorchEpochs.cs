using System.Diagnostics;
using System.Globalization;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Bench;

/// <summary>A PyTorch process that trains an epoch whenever it is asked to.</summary>
internal sealed class PyTorchEpochs : IDisposable
{
    private readonly Process _process;

    private PyTorchEpochs(Process process) => _process = process;

    /// <param name="way"><c>resident</c> or <c>article</c>: see pytorch_epochs.py.</param>
    /// <returns>Null where Python, PyTorch or, for the article's way, torchvision is missing.</returns>
    public static PyTorchEpochs? Start(string way, string lesson, string mnistFolder, TrainingOptions options, ImageDataset mnist)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "pytorch_epochs.py"), way, lesson, mnistFolder,
            $"{mnist.Train.Count - options.ValidationCount}", $"{options.BatchSize}",
        ];
        var start = new ProcessStartInfo("python3")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // Debian's PyTorch belongs to Debian's Python, whichever comes first on the path.
        if (File.Exists("/usr/bin/python3")) start.FileName = "/usr/bin/python3";
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["OPENBLAS_NUM_THREADS"] = "1"; // whose threads torch.set_num_threads does not bound
        try
        {
            var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            if (process.StandardOutput.ReadLine() == "ready") return new(process);
            process.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No Python.
        }
        return null;
    }

    /// <returns>Seconds.</returns>
    public double TrainEpoch()
    {
        _process.StandardInput.WriteLine();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch ended early.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
