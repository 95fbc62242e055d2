using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>
/// Processes are killed in the middle of changing files, once in each scenario here and as often as one likes by eng/soak.sh --kills.
/// </summary>
[Trait("Category", "Slow")]
public sealed class KilledTests
{
    [Fact]
    public async Task Whatever_a_process_was_doing_when_it_was_killed_nothing_is_lost_doubled_or_left_over()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Calls are led elsewhere as Linux loads libraries.");
        var faults = typeof(KilledTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "Faults").Value!;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [faults, "kills", "1"]) { RedirectStandardOutput = true })!;

        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
        var rows = Regex.Matches(output, @"^([a-z-]+) +(\d+) +1 +0\r?$", RegexOptions.Multiline);
        Assert.Equal(
            ["first-start", "migration", "training", "stopping", "edits", "retention", "upload", "backup", "restore", "restore-anew"],
            rows.Select(row => row.Groups[1].Value));
        Assert.All(rows, row => Assert.InRange(int.Parse(row.Groups[2].Value, null), 20, 2000));
    }
}
