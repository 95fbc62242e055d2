using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Models.Runs;

/// <summary>The columns of the table that it can be sorted by.</summary>
public enum RunColumn { Name, Status, Epoch, Loss, Accuracy, Took, Started }

/// <summary>
/// An order of runs. Runs that have no figure in the column come last whichever way it is sorted; among equals the newest is first.
/// </summary>
public sealed record RunSort(RunColumn Column, bool Descending)
{
    public static readonly RunSort NewestFirst = new(RunColumn.Started, Descending: true);

    /// <summary>Another column, or the same one the other way. What is better when larger starts with the largest.</summary>
    public RunSort Next(RunColumn column) => column == Column
        ? this with { Descending = !Descending }
        : new RunSort(column, column is RunColumn.Accuracy or RunColumn.Started or RunColumn.Epoch);

    public IEnumerable<Run> Apply(IEnumerable<Run> runs, Func<Run, string> name, DateTimeOffset now) => Column switch
    {
        RunColumn.Name => By(runs, name, StringComparer.CurrentCultureIgnoreCase),
        RunColumn.Status => By(runs, run => (int?)run.Status),
        RunColumn.Epoch => By(runs, run => (int?)run.Epoch),
        RunColumn.Loss => By(runs, run => run.Loss),
        RunColumn.Accuracy => By(runs, run => run.Accuracy),
        RunColumn.Took => By(runs, run => run.Took(now)),
        _ => By(runs, run => (DateTimeOffset?)run.CreatedAt),
    };

    private IEnumerable<Run> By<TKey>(IEnumerable<Run> runs, Func<Run, TKey?> key, IComparer<TKey?>? comparer = null)
    {
        var known = runs.OrderBy(run => key(run) is null);
        return (Descending ? known.ThenByDescending(key, comparer) : known.ThenBy(key, comparer)).ThenByDescending(run => run.CreatedAt);
    }
}
