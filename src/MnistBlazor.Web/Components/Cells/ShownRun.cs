using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Web.Components.Cells;

/// <summary>
/// One run as a page shows it: its snapshot and its epochs, pulled when the page is about to render. Events are read from the last
/// number on, so a run's history is read once. Not thread-safe: the page's renderer calls it.
/// </summary>
public sealed class ShownRun(RunService runs, LearnerId learner)
{
    private readonly List<EpochTrained> _epochs = [];
    private int _lastNumber;

    public Run? Run { get; private set; }

    public IReadOnlyList<EpochTrained> Epochs => _epochs;

    /// <summary>Seconds an epoch takes, over those trained so far; null before the first has ended.</summary>
    public double? SecondsPerEpoch => _epochs.Count > 0 ? _epochs.Average(epoch => epoch.Seconds) : null;

    /// <summary>Brings everything up to date with a run, another one than before included.</summary>
    /// <param name="id">Null: no run.</param>
    public void Refresh(RunId? id)
    {
        if (id != Run?.Id)
        {
            _epochs.Clear();
            _lastNumber = 0;
        }
        // The snapshot first: an epoch that ends in between is then in the table, never a finished run without its last epoch.
        Run = id is { } known ? runs.Find(learner, known) : null;
        if (Run is null) return;
        IReadOnlyList<RunEvent> events;
        do
        {
            events = runs.EventsAfter(Run.Id, _lastNumber);
            if (events.Count == 0) return;
            _epochs.AddRange(events.OfType<EpochTrained>());
            _lastNumber = events[^1].Number;
        }
        while (true);
    }
}
