using System.Globalization;
using System.Text.RegularExpressions;

namespace MnistBlazor.Browser.Tests;

/// <summary>What a server takes while learners come and go, sampled, and whether any of it grows.</summary>
/// <param name="temporary">The folder that it takes for temporary files.</param>
public sealed class Soak(AppProcess app, DirectoryInfo data, DirectoryInfo temporary)
{
    /// <summary>Below this a slope says nothing: a server takes minutes to reach its size.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(5);

    /// <summary>What is looked at, its unit, and by how much it may differ between the two halves after the warm-up: a share, and so much besides.</summary>
    private static readonly (string Name, double Share, double Besides)[] Measures =
    [
        ("memory MB", 0.05, 30), ("managed MB", 0.10, 20), ("handles", 0.05, 8), ("threads", 0.05, 6), ("circuits", 0, 3),
        ("temporary", 0, 1), ("store MB", double.PositiveInfinity, 0),
    ];

    private readonly List<(TimeSpan At, double[] Values)> samples = [];

    public string Head => $"{"minute",8}" + string.Concat(Measures.Select(measure => $"{measure.Name,12}"));

    /// <returns>A line of the table.</returns>
    public async Task<string> SampleAsync(TimeSpan at)
    {
        var status = await File.ReadAllTextAsync($"/proc/{app.Id}/status");
        using var http = new HttpClient { BaseAddress = app.Address };
        var metrics = await http.GetStringAsync("/metrics");
        double[] values =
        [
            Number(status, @"VmRSS:\s+(\d+)") / 1024,
            Number(metrics, @"dotnet_gc_last_collection_memory_committed_size_bytes\S* ([\d.e+]+)") / (1 << 20),
            Directory.GetFiles($"/proc/{app.Id}/fd").Length,
            Number(status, @"Threads:\s+(\d+)"),
            Number(metrics, @"mnistblazor_circuits_open\S* (\d+)"),
            temporary.EnumerateFiles("*", SearchOption.AllDirectories).Count()
                + data.EnumerateFileSystemInfos("*.part", SearchOption.AllDirectories).Count(),
            data.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0) / 1048576.0,
        ];
        samples.Add((at, values));
        return Line(at.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture), values.Select(value => value.ToString("0.#", CultureInfo.InvariantCulture)));
    }

    /// <returns>The last lines of the table, and whether something grows.</returns>
    public (string Text, bool Grows) Verdict()
    {
        var last = samples[^1].At;
        if (last < Least) return ($"Too short to say what grows: that takes {Least.TotalMinutes} minutes.", false);
        // The first third is the warm-up.
        var settled = samples.Where(sample => sample.At > last / 3).ToList();
        var middle = last * 2 / 3;
        var (slopes, verdicts, grows) = (new List<string>(), new List<string>(), false);
        for (var i = 0; i < Measures.Length; i++)
        {
            var values = settled.Select(sample => (sample.At.TotalMinutes, sample.Values[i])).ToList();
            var (before, after) = (Mean(values.Where(value => value.TotalMinutes <= middle.TotalMinutes)), Mean(values.Where(value => value.TotalMinutes > middle.TotalMinutes)));
            var growing = after - before > Measures[i].Share * before + Measures[i].Besides;
            grows |= growing;
            slopes.Add(Slope(values).ToString("+0.00;-0.00", CultureInfo.InvariantCulture));
            verdicts.Add(double.IsInfinity(Measures[i].Share) ? "(kept)" : growing ? "GROWING" : "flat");
        }
        return ($"{Line("a minute", slopes)}\n{Line("verdict", verdicts)}", grows);
    }

    private static string Line(string first, IEnumerable<string> cells) => $"{first,8}" + string.Concat(cells.Select(cell => $"{cell,12}"));

    private static double Mean(IEnumerable<(double, double Value)> values) => values.Select(value => value.Value).DefaultIfEmpty().Average();

    // Of the straight line that is nearest to the points.
    private static double Slope(List<(double Time, double Value)> points)
    {
        var (time, value) = (points.Average(point => point.Time), points.Average(point => point.Value));
        var spread = points.Sum(point => Math.Pow(point.Time - time, 2));
        return spread == 0 ? 0 : points.Sum(point => (point.Time - time) * (point.Value - value)) / spread;
    }

    // Of series by label, the sum.
    private static double Number(string text, string pattern) =>
        Regex.Matches(text, pattern).Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
}
