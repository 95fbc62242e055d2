using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Models.Runs;

/// <summary>
/// A learner's runs as the table shows them: filtered, sorted, some of them chosen. Figures of a training run change several times a
/// second; rows that move or vanish under someone's hand with every figure could not be used. So rows keep their places until a run
/// comes, goes or changes its state, or the reader sorts or filters anew. Not thread-safe: the page's renderer calls it.
/// </summary>
/// <param name="name">What the run is called, to sort by.</param>
/// <param name="text">What a search looks through.</param>
public sealed class RunList(Func<Run, string> name, Func<Run, string> text, TimeProvider time)
{
    private readonly HashSet<RunId> _chosen = [];
    private IReadOnlyList<Run> _runs = [];
    private IReadOnlyList<RunId> _order = [];

    /// <summary>The learner's runs, newest first: all, or the newest while they are shown as they are stored.</summary>
    public IReadOnlyList<Run> All => _runs;

    /// <summary>Those that the filter lets through, in order.</summary>
    public IReadOnlyList<Run> Shown { get; private set; } = [];

    public RunFilter Filter { get; private set; } = RunFilter.None;

    public RunSort Sort { get; private set; } = RunSort.NewestFirst;

    /// <summary>Whether all are shown, newest first.</summary>
    public bool IsAsStored => Filter == RunFilter.None && Sort == RunSort.NewestFirst;

    /// <summary>The chosen runs, oldest first: also those that the filter hides at present.</summary>
    public IReadOnlyList<Run> Chosen => [.. _runs.Where(run => _chosen.Contains(run.Id)).Reverse()];

    public bool IsChosen(RunId run) => _chosen.Contains(run);

    /// <summary>Takes a newer snapshot of the runs.</summary>
    public void Update(IReadOnlyList<Run> runs)
    {
        var moved = !runs.Select(run => (run.Id, run.Status)).SequenceEqual(_runs.Select(run => (run.Id, run.Status)));
        _runs = runs;
        if (moved)
        {
            _chosen.IntersectWith(runs.Select(run => run.Id));
            Arrange();
        }
        else
        {
            Show();
        }
    }

    public void FilterBy(RunFilter filter)
    {
        Filter = filter;
        Arrange();
    }

    public void SortBy(RunColumn column)
    {
        Sort = Sort.Next(column);
        Arrange();
    }

    public void Choose(RunId run, bool chosen)
    {
        if (chosen) _chosen.Add(run);
        else _chosen.Remove(run);
    }

    public void ChooseNone() => _chosen.Clear();

    private void Arrange()
    {
        var now = time.GetUtcNow();
        _order = [.. Sort.Apply(_runs.Where(run => Filter.Matches(run, text, now)), name, now).Select(run => run.Id)];
        Show();
    }

    private void Show()
    {
        var runs = _runs.ToDictionary(run => run.Id);
        Shown = [.. _order.Select(id => runs[id])];
    }
}
