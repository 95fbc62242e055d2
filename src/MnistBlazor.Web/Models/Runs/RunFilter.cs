using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Models.Runs;

public enum RunStateChoice { Any, Live, Completed, Stopped, Failed, Starred }

/// <summary>Which runs a learner wants to see. What is null or empty does not matter.</summary>
/// <param name="Search">Words that all have to occur, in any order and case.</param>
/// <param name="MinAccuracy">0..1, on the test images; a run that was not evaluated has none.</param>
/// <param name="MaxSeconds">What the run took, or has taken until now.</param>
/// <param name="Days">Started within so many days.</param>
public sealed record RunFilter(
    string Search = "", string? Lesson = null, RunStateChoice State = RunStateChoice.Any, string? Device = null,
    double? MinAccuracy = null, double? MaxSeconds = null, int? Days = null)
{
    public static readonly RunFilter None = new();

    /// <param name="text">What a search looks through.</param>
    public bool Matches(Run run, Func<Run, string> text, DateTimeOffset now) =>
        (Lesson is null || run.Lesson == Lesson)
        && (Device is null || run.Options.Device == Device)
        && IsInState(run)
        && (MinAccuracy is not { } accuracy || run.Accuracy >= accuracy)
        && (MaxSeconds is not { } seconds || run.Took(now)?.TotalSeconds <= seconds)
        && (Days is not { } days || run.CreatedAt > now.AddDays(-days))
        && HasWords(run, text);

    private bool IsInState(Run run) => State switch
    {
        RunStateChoice.Live => !run.Ended,
        RunStateChoice.Completed => run.Status == RunStatus.Completed,
        RunStateChoice.Stopped => run.Status == RunStatus.Stopped,
        RunStateChoice.Failed => run.Status == RunStatus.Failed,
        RunStateChoice.Starred => run.Starred,
        _ => true,
    };

    private bool HasWords(Run run, Func<Run, string> text)
    {
        var words = Search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return true;
        var searched = text(run);
        return words.All(word => searched.Contains(word, StringComparison.CurrentCultureIgnoreCase));
    }
}
