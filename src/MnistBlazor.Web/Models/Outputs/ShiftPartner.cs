using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Models.Outputs;

/// <summary>Which network's map of shifts tells most beside another's: one was trained on shifted digits, the other was not.</summary>
public static class ShiftPartner
{
    /// <summary>A learner's networks whose maps can be drawn beside one's, newest first.</summary>
    public static IReadOnlyList<Run> Of(RunId own, string dataset, IEnumerable<Run> runs) =>
        [.. runs.Where(run => run.Id != own && run.Step > 0 && run.Options.Dataset == dataset)];

    /// <param name="own">Null: it was deleted.</param>
    /// <param name="others">Newest first, at least one.</param>
    public static Run Suggest(Run? own, IReadOnlyList<Run> others) =>
        others.FirstOrDefault(run => Shifts(run) != Shifts(own) && IsSameKind(run, own))
        ?? others.FirstOrDefault(run => Shifts(run) != Shifts(own))
        ?? others.FirstOrDefault(run => !IsSameKind(run, own))
        ?? others[0];

    private static bool Shifts(Run? run) => run?.Options.Augmentation is { Shift: > 0 } or { BatchShift: > 0 };

    private static bool IsSameKind(Run run, Run? own) =>
        own is not null && run.Options.Model.WithoutDropout().IsSameAs(own.Options.Model.WithoutDropout());
}
