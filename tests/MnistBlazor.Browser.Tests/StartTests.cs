using System.Diagnostics;

namespace MnistBlazor.Browser.Tests;

/// <summary>The published app's start, as the person at the terminal and the processor see it.</summary>
[Collection(AppFixture.Beside)]
public sealed class StartTests(AppFixture fixture)
{
    [Fact]
    public async Task A_library_that_does_not_load_is_told_in_one_sentence_and_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("mnistblazor-start-");
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "app")))
        {
            var place = Path.Combine(folder.FullName, Path.GetFileName(file));
            if (new FileInfo(file).Length > 100_000_000) File.CreateSymbolicLink(place, file);
            else File.Copy(file, place);
        }
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "libLibTorchSharp.so"), "no library");

        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(folder.FullName, "MnistBlazor.Web.dll"), "--urls", "http://127.0.0.1:0", "--MnistBlazor:DataDirectory", Path.Combine(folder.FullName, "data")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var sentence = (await process.StandardError.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("TorchSharp's library cannot be loaded: ", sentence);
        Assert.DoesNotContain('\n', sentence);
        Assert.Empty(await output);
        folder.Delete(recursive: true);
    }

    /// <summary>libgomp, which libtorch computes with, says itself what it has found in its environment when it is loaded: see <see cref="AppProcess"/>.</summary>
    [Fact]
    public void Threads_that_wait_for_others_sleep() => Assert.Contains("OMP_WAIT_POLICY = 'PASSIVE'", fixture.App.Output);
}
