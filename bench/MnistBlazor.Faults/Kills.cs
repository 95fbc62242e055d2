using System.Diagnostics;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Faults;

/// <summary>Kills a process at chosen moments of each scenario, and looks each time what the next start finds.</summary>
internal static class Kills
{
    private const int Killed = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="times">Kills in each scenario; past its moments, all of them.</param>
    /// <param name="wanted">Names of scenarios; none: all.</param>
    /// <returns>Kills that cost something.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<Scenario> scenarios, int times, IReadOnlyCollection<string> wanted)
    {
        var losses = 0;
        Console.WriteLine("scenario       moments  kills  losses");
        foreach (var scenario in scenarios.Where(scenario => wanted.Count == 0 || wanted.Contains(scenario.Name)))
        {
            using var folder = new TempFolder();
            var template = Path.Combine(folder.Path, "template");
            Directory.CreateDirectory(template);
            await scenario.PrepareAsync(template);
            var moments = await MomentsAsync(scenario, folder.Path, template);
            var found = new List<string>();
            var (kills, chosen) = (0, Choose(moments.Count, times));
            await Parallel.ForEachAsync(chosen, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (moment, _) =>
            {
                var (killed, loss) = await KillAsync(scenario, folder.Path, template, moment);
                if (killed) Interlocked.Increment(ref kills);
                if (loss is null) return;
                lock (found) found.Add($"  killed at {moment}, about {moments[moment - 1]}: {loss}");
            });
            Console.WriteLine($"{scenario.Name,-13}{moments.Count,9}{kills,7}{found.Count,8}");
            foreach (var loss in found.Order()) Console.WriteLine(loss);
            if (kills == 0) Console.WriteLine("  no kill came in time");
            losses += found.Count + (kills == 0 ? 1 : 0);
        }
        return losses;
    }

    private static async Task<IReadOnlyList<string>> MomentsAsync(Scenario scenario, string place, string template)
    {
        var (folder, list) = (Path.Combine(place, "counted"), Path.Combine(place, "moments"));
        Copy(template, folder);
        var (exitCode, promised) = await ActAsync(scenario, folder, $"count|{folder}|{list}");
        if (exitCode != 0) throw new InvalidOperationException($"{scenario.Name} fails without a kill:\n{string.Join('\n', promised)}");
        await scenario.CheckAsync(folder, promised);
        return await File.ReadAllLinesAsync(list);
    }

    private static async Task<(bool Killed, string? Loss)> KillAsync(Scenario scenario, string place, string template, int moment)
    {
        var folder = Path.Combine(place, $"try-{moment}");
        Copy(template, folder);
        var (exitCode, promised) = await ActAsync(scenario, folder, $"kill|{folder}|{moment}");
        try
        {
            if (exitCode is not (Killed or 0)) return (false, $"it ended with {exitCode}: {string.Join(' ', promised)}");
            await Task.Run(() => scenario.CheckAsync(folder, promised)).WaitAsync(Patience);
            return (exitCode == Killed, null);
        }
        catch (Exception loss)
        {
            return (exitCode == Killed, loss is LossException ? loss.Message : loss.ToString());
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int ExitCode, IReadOnlyList<string> Promised)> ActAsync(Scenario scenario, string folder, string fault)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Fault.Variable] = fault, ["DOTNET_TieredPGO"] = "0" },
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(Kills).Assembly.Location);
        foreach (var argument in new[] { "act", scenario.Name, folder }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var promised = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (process.ExitCode, process.ExitCode is 0 or Killed ? promised : [.. promised, await errors]);
    }

    // Spread over all of it; another choice of those between each time.
    private static IReadOnlyList<int> Choose(int moments, int times)
    {
        if (times >= moments) return [.. Enumerable.Range(1, moments)];
        var random = new Random(Environment.TickCount);
        return [.. Enumerable.Range(0, times).Select(part => 1 + (int)((part + random.NextDouble()) * moments / times)).Distinct()];
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
