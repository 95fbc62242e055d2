using System.Globalization;
using System.Runtime.InteropServices;
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
        ["strokes"] = StrokeRows.MeasureAsync,
        ["watchers"] = WatcherRows.MeasureAsync,
        ["busy"] = BusyRows.MeasureAsync,
        ["learners"] = LearnerRows.MeasureAsync,
        ["many-runs"] = ManyRunsRows.MeasureAsync,
        ["start"] = StartRows.MeasureAsync,
        ["stored"] = StoredRunsRows.MeasureAsync,
        ["pages"] = OpenPagesRows.MeasureAsync,
    };

    /// <summary>Prints the table as Markdown while it is measured.</summary>
    /// <param name="wanted">Keys of <see cref="Parts"/>; empty: all.</param>
    public static async Task PrintAsync(Conditions conditions, IReadOnlyCollection<string> wanted)
    {
        Console.WriteLine(
            $"Measured on {DateTimeOffset.UtcNow:yyyy-MM-dd} in one run of `eng/bench.sh`, {conditions.Times} times each, in turns: "
                + "the median, and in brackets the least and the most.");
        Console.WriteLine();
        foreach (var line in Machine()) Console.WriteLine($"- {line}");
        Console.WriteLine();
        Console.WriteLine("| measured | MnistBlazor | against | that takes | reached | to reach | held |\n|---|---|---|---|---|---|---|");
        foreach (var (name, part) in Parts.Where(part => wanted.Count == 0 || wanted.Contains(part.Key)))
        {
            conditions.Say(name);
            foreach (var row in await part(conditions)) Console.WriteLine(row);
        }
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
