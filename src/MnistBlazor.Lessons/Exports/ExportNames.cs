using System.Text.RegularExpressions;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Exports;

/// <summary>What files that leave the app are called, so that one can tell two of them apart.</summary>
public static partial class ExportNames
{
    private const int MostOfName = 40, MostOfId = 8;

    /// <summary>"mnist-mlp-wide-layers", without an ending: the lesson, and what the run is called, or the beginning of its id.</summary>
    public static string Of(Lesson lesson, Run? run) => run is null ? $"mnist-{lesson.Id}" : Of(run);

    /// <inheritdoc cref="Of(Lesson, Run?)"/>
    public static string Of(Run run)
    {
        var name = Other().Replace(run.Name ?? "", "-").Trim('-');
        if (name.Length > MostOfName) name = name[..MostOfName].Trim('-');
        return $"mnist-{run.Lesson}-{(name.Length > 0 ? name : run.Id.Value[..MostOfId])}";
    }

    /// <summary>The newest run that was trained as <paramref name="values"/> say; null: none was.</summary>
    /// <param name="runs">Newest first; read no further than that.</param>
    public static Run? RunOf(DigitsLesson lesson, ParameterValues values, IEnumerable<Run> runs)
    {
        var wanted = lesson.ValuesOf(lesson.Options(values));
        return runs.FirstOrDefault(run => run.Lesson == lesson.Id && lesson.ValuesOf(run.Options).Equals(wanted));
    }

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex Other();
}
