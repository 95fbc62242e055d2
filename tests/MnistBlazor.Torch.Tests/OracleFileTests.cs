using System.Diagnostics;

namespace MnistBlazor.Torch.Tests;

/// <summary>The committed values are those that PyTorch computes here and now, where Python and PyTorch are installed.</summary>
public class OracleFileTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void The_committed_values_are_what_PyTorch_computes()
    {
        const string NotInstalled = "PyTorch is not installed (apt-get install python3-torch).";
        Assert.SkipUnless(File.Exists(Python), NotInstalled);
        var (exitCode, output) = Run("-B", Path.Combine(AppContext.BaseDirectory, "oracle", "torch_oracle.py"), "--check");
        Assert.SkipWhen(output.Contains("No module named 'torch'"), NotInstalled);
        Assert.True(exitCode == 0, output);
    }

    private static (int ExitCode, string Output) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
