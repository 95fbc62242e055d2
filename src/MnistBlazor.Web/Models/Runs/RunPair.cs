using MnistBlazor.Lessons.Digits;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Models.Runs;

/// <summary>Two runs that are the same up to a step.</summary>
/// <param name="Step">See <see cref="RunReplays.CommonStep"/>.</param>
public sealed record RunPair(RunId First, RunId Second, int Step)
{
    /// <summary>All pairs of some runs, in their order: those of which one was forked from the other come first.</summary>
    public static IReadOnlyList<RunPair> Of(IReadOnlyList<Run> runs)
    {
        var pairs =
            from first in runs.Index()
            from second in runs.Skip(first.Index + 1)
            let step = RunReplays.CommonStep(first.Item, second)
            where step is not null && first.Item.StepsPerEpoch > 0
            orderby first.Item.ForkedFrom == second.Id || second.ForkedFrom == first.Item.Id ? 0 : 1
            select new RunPair(first.Item.Id, second.Id, step.Value);
        return [.. pairs];
    }
}
