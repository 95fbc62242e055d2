using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Charts;

namespace MnistBlazor.Web.Models.Runs;

/// <summary>A parameter in which runs differ.</summary>
/// <param name="Values">One for each run, in order; null where the run's lesson has no such parameter, or does not use it as set.</param>
public sealed record DifferingOption(string Parameter, IReadOnlyList<string?> Values);

/// <summary>What several runs have different, and which of them is best at something.</summary>
public static class RunComparison
{
    /// <summary>As many runs as one page compares; as many as <see cref="Charts.RunMark.All"/> has marks for.</summary>
    public const int MaxRuns = 8;

    /// <summary>The parameters that are not the same in all of the runs, in the order of the lessons that have them.</summary>
    public static IReadOnlyList<DifferingOption> DifferingOptions(IReadOnlyList<Run> runs)
    {
        var values = runs.Select(Shown).ToList();
        return [.. values.SelectMany(shown => shown.Keys).Distinct()
            .Select(parameter => new DifferingOption(parameter, [.. values.Select(shown => shown.GetValueOrDefault(parameter))]))
            .Where(option => option.Values.Distinct().Count() > 1)];
    }

    /// <summary>The places of the best figures: none when fewer than two runs have one, or all are alike.</summary>
    /// <param name="lowest">Whether less is better.</param>
    public static IReadOnlySet<int> Best(IReadOnlyList<double?> figures, bool lowest)
    {
        var known = figures.OfType<double>().Where(double.IsFinite).ToList();
        if (known.Count < 2 || known.Distinct().Count() == 1) return new HashSet<int>();
        var best = lowest ? known.Min() : known.Max();
        return Enumerable.Range(0, figures.Count).Where(place => figures[place] == best).ToHashSet();
    }

    // In the lesson's order, which a dictionary that is only added to keeps.
    private static Dictionary<string, string> Shown(Run run)
    {
        if (LessonCatalog.FindDigits(run.Lesson) is not { } lesson) return [];
        var values = lesson.ValuesOf(run.Options);
        return lesson.Parameters
            .Where(parameter => parameter.IsShown(values))
            .ToDictionary(parameter => parameter.Id, parameter => values.Text(parameter.Id));
    }
}
