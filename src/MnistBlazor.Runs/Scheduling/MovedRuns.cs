using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>
/// Which waiting runs the teacher has moved, and where to. A moved run stands right behind another one, or at the front; all others stand
/// as is fair, before it and after it. So whoever comes later is served fairly too, and no run loses more than the places of those
/// that were moved past it. Not thread-safe.
/// </summary>
internal sealed class MovedRuns<TRun> where TRun : class
{
    // What was moved last stands first behind the same run.
    private readonly List<Moved> _moved = [];

    public bool Any => _moved.Count > 0;

    public bool Has(TRun run) => _moved.Exists(one => one.Run == run);

    /// <param name="line">The line as it stands.</param>
    public void Move(TRun run, LineMove move, Func<List<TRun>> line)
    {
        var now = line();
        var place = now.IndexOf(run);
        var behind = move switch
        {
            LineMove.Front => -1,
            LineMove.Up => place - 2,
            _ => Math.Min(place + 1, now.Count - 1),
        };
        if (behind == place) return; // the last one has no place further down
        Leave(run, () => now);
        _moved.Insert(0, new Moved(run, behind < 0 ? null : now[behind]));
    }

    /// <summary>Forgets a run that leaves the line; what stood behind it stands behind the one before it.</summary>
    /// <param name="line">The line as it stands, the run still in it.</param>
    public void Leave(TRun run, Func<List<TRun>> line)
    {
        var followers = _moved.FindAll(one => one.Behind == run);
        if (followers.Count > 0)
        {
            var now = line();
            var place = now.IndexOf(run);
            _moved.RemoveAll(followers.Contains);
            _moved.InsertRange(0, followers.Select(one => one with { Behind = place > 0 ? now[place - 1] : null }));
        }
        _moved.RemoveAll(one => one.Run == run);
    }

    /// <returns>The line with every moved run where it was put.</returns>
    public List<TRun> Place(List<TRun> fair)
    {
        if (_moved.Count == 0) return fair;
        var line = new List<TRun>(fair.Count);
        Add(null);
        foreach (var run in fair.Where(run => !Has(run)))
        {
            line.Add(run);
            Add(run);
        }
        return line;

        // None stands behind itself, by however many others: a run is put behind one only after all have left it.
        void Add(TRun? behind)
        {
            foreach (var one in _moved.Where(one => one.Behind == behind))
            {
                line.Add(one.Run);
                Add(one.Run);
            }
        }
    }

    private sealed record Moved(TRun Run, TRun? Behind);
}
