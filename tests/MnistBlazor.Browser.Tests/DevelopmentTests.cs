using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace MnistBlazor.Browser.Tests;

/// <summary>
/// eng/dev.sh, as the person at the terminal and the processor see it. It takes what the tests were built with, so there is nothing to build.
/// </summary>
[Collection(AppFixture.Beside)]
public sealed class DevelopmentTests
{
    private const int Terminate = 15; // SIGTERM

    [Fact(Timeout = 300_000)]
    public async Task The_app_for_development_starts_answers_and_leaves_no_process_behind()
    {
        const string announcement = "Now listening on: ";
        var data = Directory.CreateTempSubdirectory("mnistblazor-dev-");
        using var process = Process.Start(new ProcessStartInfo("bash", [Script(), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["Configuration"] = "Release",
                ["MnistBlazor__DataDirectory"] = data.FullName,
                ["DOTNET_USE_POLLING_FILE_WATCHER"] = "true", // the other way takes a share of what all of a user's programs may watch
            },
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = new StringBuilder();
        string? address = null;
        try
        {
            while (address is null && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                output.AppendLine(line);
                var start = line.IndexOf(announcement, StringComparison.Ordinal);
                if (start >= 0) address = line[(start + announcement.Length)..].Trim();
            }
            Assert.True(address is not null, $"It ended before the app listened:\n{output}");
            using var http = new HttpClient();
            using var health = await http.GetAsync(new Uri(new Uri(address), "healthz"), TestContext.Current.CancellationToken);
            Assert.True(health.IsSuccessStatusCode, $"/healthz answers {health.StatusCode}");
            Assert.NotEmpty(Started(data));
        }
        finally
        {
            Kill(process.Id, Terminate);
        }
        // Their end is that of the last process that writes there.
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Empty(Started(data));
        data.Delete(recursive: true);
    }

    /// <summary>The command lines of processes that were told of the data directory.</summary>
    private static List<string> Started(DirectoryInfo data)
    {
        var found = new List<string>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Contains(data.FullName, StringComparison.Ordinal))
                    found.Add(File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' '));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
            }
        }
        return found;
    }

    private static string Script() => Path.Combine(Repository.Root, "eng", "dev.sh");

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
