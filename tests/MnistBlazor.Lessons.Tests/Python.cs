using System.ComponentModel;
using System.Diagnostics;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests;

/// <summary>Runs Python with PyTorch, where the machine has it.</summary>
internal static class Python
{
    // Debian's package belongs to Debian's interpreter, which need not be the first on the path.
    private static readonly string Interpreter = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>What the program prints. Without PyTorch the test is skipped; when the program fails, so does the test.</summary>
    /// <param name="datasets">Where the lessons' PyTorch code finds the data set's files.</param>
    /// <param name="folder">Where the program runs; null: anywhere.</param>
    public static async Task<string> RunAsync(string code, string datasets, string? folder = null)
    {
        var (exitCode, _, _) = await StartAsync("import torch", datasets, folder);
        Assert.SkipUnless(exitCode == 0, "This machine has no PyTorch.");

        (exitCode, var output, var errors) = await StartAsync(code, datasets, folder);

        Assert.True(exitCode == 0, errors);
        return output;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> StartAsync(string code, string datasets, string? folder)
    {
        var start = new ProcessStartInfo(Interpreter, "-")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment["DATASET_FOLDER"] = datasets;
        try
        {
            using var python = Process.Start(start)!;
            await python.StandardInput.WriteAsync(code);
            python.StandardInput.Close();
            var errors = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (python.ExitCode, output, await errors);
        }
        catch (Win32Exception missing)
        {
            return (-1, "", missing.Message);
        }
    }
}
