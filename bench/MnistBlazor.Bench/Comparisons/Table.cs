using System.Globalization;
using System.Runtime.InteropServices;
using MnistBlazor.Bench.Apps;
using MnistBlazor.ML;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// The whole table, measured in one run: side by side with what the goals name, in turns, so that what else the machine does falls on all.
/// </summary>
internal static class Table
{
    /// <summary>Some rows of it.</summary>
    internal delegate Task<IReadOnlyList<Row>> Part(Conditions conditions);

    public static IReadOnlyDictionary<string, Part> Parts { get; } = new Dictionary<string, Part>
    {
        ["epochs"] = EpochRows.MeasureAsync,
        ["lesson3"] = QuickRows.MeasureAsync,
        ["tfjs"] = TensorFlowJsRows.MeasureAsync,
        ["evaluation"] = EvaluationRows.MeasureAsync,
        ["strokes"] = StrokeRows.MeasureAsync,
        ["watchers"] = WatcherRows.MeasureAsync,
        ["busy"] = BusyRows.MeasureAsync,
        ["learners"] = LearnerRows.MeasureAsync,
        ["many-runs"] = ManyRunsRows.MeasureAsync,
        ["start"] = StartRows.MeasureAsync,
        ["stored"] = StoredRunsRows.MeasureAsync,
        ["pages"] = OpenPagesRows.MeasureAsync,
    };

    /// <summary>Prints the table as Markdown while it is measured. A part that fails leaves its rows out, and the others go on.</summary>
    /// <param name="wanted">Keys of <see cref="Parts"/>; empty: all.</param>
    /// <returns>Whether all of it could be measured.</returns>
    public static async Task<bool> PrintAsync(Conditions conditions, IReadOnlyCollection<string> wanted)
    {
        Console.WriteLine(
            $"Measured on {DateTimeOffset.UtcNow:yyyy-MM-dd} in one run of `eng/bench.sh`, {conditions.Times} times each, in turns: "
                + "the median, and in brackets the least and the most.");
        Console.WriteLine();
        foreach (var line in Machine()) Console.WriteLine($"- {line}");
        Console.WriteLine($"- {PyTorchProcess.Versions() ?? "no PyTorch"}; Chromium {await Chromium.VersionAsync()}");
        Console.WriteLine();
        Console.WriteLine("| measured | MnistBlazor | against | that takes | reached | to reach | held |\n|---|---|---|---|---|---|---|");
        var failed = new List<string>();
        foreach (var (name, part) in Parts.Where(part => wanted.Count == 0 || wanted.Contains(part.Key)))
        {
            conditions.Say(name);
            try
            {
                foreach (var row in await part(conditions)) Console.WriteLine(row);
            }
            catch (Exception failure)
            {
                conditions.Say($"{name} failed: {failure}");
                failed.Add(name);
            }
        }
        if (failed.Count > 0) conditions.Say($"Not measured, for the reasons above: {string.Join(", ", failed)}.");
        return failed.Count == 0;
    }

    private static IEnumerable<string> Machine()
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        yield return $"{processor?.Split(':')[^1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString()}, "
            + $"{Environment.ProcessorCount} logical processors, {memory.ToString("0", CultureInfo.InvariantCulture)} GB";
        yield return $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        yield return $"{TorchRuntime.Info.Provider}, libtorch {TorchRuntime.Info.Version}, one thread, as for all that is compared";
    }
}
