using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Models.Drawing;

/// <summary>Which networks are scored on the learner's own test set, and how well they do.</summary>
public static class TestedModels
{
    /// <summary>The notebook's run, those that it was taught drawings in, then the newest of each lesson.</summary>
    /// <param name="trained">Newest first.</param>
    public static IReadOnlyList<Run> Choose(IReadOnlyList<Run> trained, RunId own) =>
    [
        .. trained.Where(one => one.Id == own)
            .Concat(TaughtFrom(trained, own))
            .Concat(trained.Where(one => one.Options.FineTuning is null).DistinctBy(one => one.Lesson))
            .DistinctBy(one => one.Id)
            .Take(PredictionService.MostRuns),
    ];

    /// <summary>The newest run that learned drawings from a run's weights on with a sample of the data set, and that without.</summary>
    public static IReadOnlyList<Run> TaughtFrom(IReadOnlyList<Run> runs, RunId from) =>
    [
        .. runs.Where(one => one.ForkedFrom == from && one.Options.FineTuning is not null)
            .DistinctBy(one => one.Options.FineTuning!.Mixed > 0)
            .OrderByDescending(one => one.Options.FineTuning!.Mixed),
    ];

    /// <summary>Before and after a run learned drawings, on those that it did not learn.</summary>
    public static (OwnScore Before, OwnScore After)? Change(
        IReadOnlyList<OwnDrawing> drawings, IReadOnlyDictionary<RunId, IReadOnlyList<string?>> answers, Run taught) =>
        taught.ForkedFrom is { } from && answers.GetValueOrDefault(from) is { } before && answers.GetValueOrDefault(taught.Id) is { } after
            ? (OwnScore.Of(drawings, before, taught.Options.FineTuning), OwnScore.Of(drawings, after, taught.Options.FineTuning))
            : null;
}
