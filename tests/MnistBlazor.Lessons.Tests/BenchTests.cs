using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MnistBlazor.Lessons.Tests;

/// <summary>What eng/bench.sh runs, with the least of everything: all of it works and says what it measured.</summary>
public class BenchTests
{
    private const string Number = @"\d+(\.\d+)?";

    /// <summary>With PyTorch, or why there is none: Python lacks it, or it has no such loop.</summary>
    private const string Comparison = $@"({Number} s   \(ours takes {Number} of it\)|- +\(not here: it needs python3-torch, .+\))";

    /// <summary>By verb, what is printed for each lesson.</summary>
    private static readonly Dictionary<string, string[]> Lines = new()
    {
        ["epochs"] =
        [
            $@"epoch, MnistBlazor +{Number} s   \(fastest of 1; median {Number} s\)",
            $"epoch, PyTorch, resident tensors +{Comparison}",
            $"epoch, PyTorch, the article's loop +{Comparison}",
            $@"evaluation, 2 x 200 images +{Number} s",
            $@"checkpoint, +{Number} KB +{Number} ms",
            $@"prediction, one image +{Number} ms  \(99 of 100 within {Number} ms\)",
            $"inside, one image +{Number} ms",
            $@"nearest of {Number} images, first time +{Number} ms   \(then {Number} ms\)",
            $@"edit of +{Number} pixels +{Number} ms   \((flips|does not flip)\)",
            $@"managed memory a step +{Number} bytes with 100 images a batch, {Number} with 10,000",
        ],
        ["accuracy"] =
        [
            $@"seed 1: loss {Number}, accuracy 0\.\d+(, held out 0\.\d+)?, pixels 0\.\.255 0\.\d+, "
                + $@"drawn hands 0\.\d+, MNIST's put onto the pad 0\.\d+, "
                + $@"traced and drawn 0\.\d+, {Number} s of processor time",
        ],
        ["store"] =
        [
            $@"database +{Number} MB  \({Number} KB a run\)",
            $@"checkpoints, +1 files +{Number} MB  \({Number} MB each\)",
            $@"together +{Number} MB  \({Number} MB a run\)",
            $@"one run with all its checkpoints +{Number} MB  \(1 of them\)",
        ],
        ["threads"] =
        [
            $"MnistBlazor, threads: 1 +{Number} +{Number}",
            $@"PyTorch, threads: 1 +({Number} +{Number}|- +\(not here: .+\))",
        ],
        ["checkpoints"] =
        [
            $@"epoch +{Number} ms",
            $@"weights for readers, while training waits +{Number} ms +{Number} % of training",
            $@"checkpoint in memory, while training waits +{Number} ms +{Number} % of training",
            $@"checkpoint to disk, on the store's thread +{Number} ms +{Number} % of training",
            $@"    of {Number} KB, in {Number} ms by the clock",
            $@"together +{Number} ms +{Number} % of training",
        ],
    };

    [Theory]
    [InlineData("epochs", "softmax", "mlp", "cnn")]
    [InlineData("accuracy", "softmax", "mlp", "cnn")]
    [InlineData("store", "softmax", "mlp", "cnn")]
    [InlineData("threads", "softmax")]
    [InlineData("checkpoints", "softmax", "mlp", "cnn")]
    public async Task Every_measurement_works_and_prints_its_figures(string verb, params string[] lessons)
    {
        var output = await RunAsync([verb, "--smoke", .. lessons]);

        Assert.Matches(@"\A# TorchSharp .+, libtorch .+, 1 thread, \d+ logical processors\n", output);
        var tables = output.Split("\n## ")[1..];
        Assert.Equal(lessons, tables.Select(table => Regex.Match(table, "^[a-z-]+").Value));
        Assert.All(tables, table => Assert.All(Lines[verb], line => Assert.Matches(new Regex($"^{line}$", RegexOptions.Multiline), table)));
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        var bench = typeof(BenchTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Bench");
        var start = new ProcessStartInfo("dotnet", [bench.Value!, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
        return output.ReplaceLineEndings("\n");
    }
}
