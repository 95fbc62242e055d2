using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>
/// A learner's runs by the page: whoever shows or sends thousands of them has a hundred in memory. Between two pages nothing is held open,
/// however long the reader takes. Thread-safe.
/// </summary>
public sealed class RunListing
{
    /// <summary>Runs that are read from the store at once.</summary>
    public const int PageSize = 100;

    private readonly LiveRuns _live;
    private readonly RunReader _reader;
    private readonly RunRows _rows;

    internal RunListing(LiveRuns live, RunReader reader, RunRows rows) => (_live, _reader, _rows) = (live, reader, rows);

    /// <summary>The learner's runs, newest first.</summary>
    /// <param name="most">The newest so many.</param>
    public IReadOnlyList<RunId> Ids(LearnerId learner, int most = int.MaxValue)
    {
        // Those in memory first: between the two, one may leave memory for the store, and none goes the other way.
        var live = _live.Of(learner).ToDictionary(run => run.Id);
        // As many more as those may take away.
        var stored = _rows.Ids(learner, (int)Math.Min(int.MaxValue, (long)most + live.Count)).Where(run => !live.ContainsKey(run.Id));
        return
        [
            .. live.Values.Where(run => !run.Deleted).Select(run => (run.Id, run.Snapshot.CreatedAt)).Concat(stored)
                .OrderByDescending(run => run.CreatedAt).Take(most).Select(run => run.Id),
        ];
    }

    /// <summary>How many runs the learner has.</summary>
    public int Count(LearnerId learner)
    {
        var live = _live.Of(learner).ToList();
        return _rows.CountWithout(learner, [.. live.Select(run => run.Id)]) + live.Count(run => !run.Deleted);
    }

    /// <summary>The lessons that the learner has runs of.</summary>
    public IReadOnlyList<string> Lessons(LearnerId learner) =>
        [.. _rows.Lessons(learner).Union(_live.Of(learner).Where(run => !run.Deleted).Select(run => run.Snapshot.Lesson))];

    /// <summary>Those of the runs that are there and the learner's, in the order given.</summary>
    public IReadOnlyList<Run> Read(LearnerId learner, IEnumerable<RunId> ids) =>
        [.. ids.Chunk(PageSize).SelectMany(page => Page(learner, page))];

    /// <summary>The learner's runs, newest first, read as they are asked for.</summary>
    public IEnumerable<Run> Newest(LearnerId learner) => Ids(learner).Chunk(PageSize).SelectMany(page => Page(learner, page));

    /// <summary>The same with their epochs, in order.</summary>
    /// <param name="ids">Only these; null: all.</param>
    /// <param name="lastEpochOnly">Whether the last epoch of each is enough.</param>
    public IEnumerable<(Run Run, IReadOnlyList<EpochTrained> Epochs)> WithEpochs(
        LearnerId learner, IReadOnlySet<RunId>? ids, bool lastEpochOnly)
    {
        foreach (var page in Ids(learner).Where(id => ids is null || ids.Contains(id)).Chunk(PageSize))
        {
            var stored = page.Where(id => _live.Find(id) is null).ToList();
            var epochs = lastEpochOnly ? _rows.LastEpochs(stored) : _rows.Epochs(stored);
            foreach (var run in Page(learner, page))
                yield return (run, stored.Contains(run.Id) ? [.. epochs[run.Id]] : _reader.EpochsOf(run.Id));
        }
    }

    private IEnumerable<Run> Page(LearnerId learner, IReadOnlyCollection<RunId> ids)
    {
        var inMemory = ids.Select(_live.Find).OfType<LiveRun>().ToDictionary(run => run.Id);
        var stored = _rows.Find(learner, ids).ToDictionary(run => run.Id);
        foreach (var id in ids)
        {
            if (!inMemory.TryGetValue(id, out var live))
            {
                if (stored.TryGetValue(id, out var run)) yield return _reader.View(run);
            }
            else if (live.Owner == learner && !live.Deleted)
            {
                yield return _reader.View(live.Snapshot);
            }
        }
    }
}
