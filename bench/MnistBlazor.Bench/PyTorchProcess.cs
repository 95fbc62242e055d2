using System.Diagnostics;
using System.Globalization;

namespace MnistBlazor.Bench;

/// <summary>A Python script with PyTorch that says <c>ready</c> and then answers every line with figures.</summary>
internal sealed class PyTorchProcess : IDisposable
{
    // Debian's PyTorch belongs to Debian's Python, whichever comes first on the path.
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private readonly Process _process;

    private PyTorchProcess(Process process) => _process = process;

    /// <summary>Of Python, PyTorch and torchvision; null where they are missing.</summary>
    public static string? Versions()
    {
        const string ask = "import platform, torch, torchvision as v; print('Python', platform.python_version() + ', PyTorch', "
            + "torch.__version__ + ', torchvision', v.__version__)";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Python, ["-c", ask])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var said = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? said : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <param name="script">One of those beside this program.</param>
    /// <returns>Null where Python, PyTorch or what else the script imports is missing.</returns>
    public static PyTorchProcess? Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, script), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1"; // whose threads torch.set_num_threads does not bound
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
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

    /// <summary>Between questions the process waits for its input and takes no processor time.</summary>
    public double[] Ask(string question = "")
    {
        _process.StandardInput.WriteLine(question);
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PyTorch ended early.");
        return [.. answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
