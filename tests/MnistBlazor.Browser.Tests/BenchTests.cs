using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MnistBlazor.Browser.Tests;

/// <summary>The table of eng/bench.sh, with the least of everything: each part works and prints whole rows. No figure is judged.</summary>
[Collection("The bench")]
public class BenchTests
{
    /// <summary>A figure, or why there is none.</summary>
    private static readonly Regex Figure = new(@"\d|^not here: it needs .+|^cannot train it: .+");

    [Fact]
    public async Task Every_part_of_the_table_works_and_prints_whole_rows()
    {
        var output = await RunAsync(["table", "--smoke", $"--app={Path.Combine(AppContext.BaseDirectory, "app")}"]);

        var lines = output.Split('\n').Where(line => line.StartsWith('|')).ToList();
        Assert.Equal("| measured | MnistBlazor | against | that takes | reached | to reach | held |", lines[0]);
        var rows = lines[2..];
        string[] parts =
        [
            "an epoch of lesson 1", "an epoch of lesson 2", "lesson 3, quick", "test images", "stroke to painted bars", "one run watched",
            "busy processes", "learners train", "short run's wait", "short runs", "to the first answer", "over the wire", "until it reacts",
            "/runs with", "as CSV", "as JSON", "open ones", "of clicking", "given back",
        ];
        Assert.All(parts, part => Assert.Contains(rows, row => row.Contains(part, StringComparison.Ordinal)));
        Assert.All(rows, row =>
        {
            var cells = row.Split('|')[1..^1].Select(cell => cell.Trim()).ToList();
            Assert.Equal(7, cells.Count);
            Assert.NotEmpty(cells[0]);
            Assert.Matches(@"\d", cells[1]);
            if (cells[2].Length > 0) Assert.Matches(Figure, cells[3]);
            if (cells[5].Length > 0) Assert.Matches(@"\d", cells[4]);
            Assert.Contains(cells[6], (string[])["yes", "**no**", ""]);
        });
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        var bench = typeof(BenchTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Bench");
        var start = new ProcessStartInfo("dotnet", [bench.Value!, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
        return output.ReplaceLineEndings("\n");
    }
}
