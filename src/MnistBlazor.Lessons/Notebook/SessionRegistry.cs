using Microsoft.Extensions.Logging;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Lessons.Notebook;

/// <summary>
/// The open notebooks: one per learner and lesson, shared by all of the learner's tabs. One that nobody looks at, in which nothing
/// runs and of which all is saved is closed after a while, and read back from the store when it is wanted again; so is one that another
/// process has saved meanwhile.
/// </summary>
public sealed class SessionRegistry
{
    private static readonly TimeSpan BetweenPageAndCircuit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(LearnerId, string), Entry> _entries = [];
    private readonly IReadOnlyList<Lesson> _lessons;
    private readonly SessionStore _store;
    private readonly RunService _runs;
    private readonly CellServices _cells;
    private readonly LessonsOptions _options;
    private readonly LearnerAddresses _addresses;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    internal SessionRegistry(
        IReadOnlyList<Lesson> lessons, SessionStore store, RunService runs, CellServices cells, LessonsOptions options,
        LearnerAddresses addresses, TimeProvider time, ILoggerFactory loggers) =>
        (_lessons, _store, _runs, _cells, _options, _addresses, _time, _loggers) =
        (lessons, store, runs, cells, options, addresses, time, loggers);

    /// <summary>The learner's notebook of a lesson, as it was left.</summary>
    /// <exception cref="ArgumentException">There is no such lesson.</exception>
    /// <exception cref="NotebookRefusedException">As many are in use as may be, of all or of the learner's network address.</exception>
    public NotebookSession Open(LearnerId learner, string lessonId)
    {
        var lesson = _lessons.FirstOrDefault(lesson => lesson.Id == lessonId)
            ?? throw new ArgumentException($"There is no lesson \"{lessonId}\".", nameof(lessonId));
        // Outside the lock: reading one notebook from the store holds up no one else.
        var entry = Find(learner, lesson);
        if (!entry.Session.IsOutdated && _store.IsOutdated(learner, lesson, entry.Version)) entry.Session.Drop();
        return (entry.Session.IsOutdated ? Find(learner, lesson) : entry).Session;
    }

    private Entry Find(LearnerId learner, Lesson lesson)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue((learner, lesson.Id), out var entry) || entry is { IsLoaded: true, Session.IsOutdated: true })
            {
                if (entry is null) MakeRoom(learner);
                _entries[(learner, lesson.Id)] = entry = new Entry(() => Restore(learner, lesson));
            }
            entry.LastOpened = _time.GetTimestamp();
            return entry;
        }
    }

    internal int Count
    {
        get
        {
            lock (_gate) return _entries.Count;
        }
    }

    /// <summary>Closes what has been idle for long enough.</summary>
    internal void CloseIdle()
    {
        lock (_gate) Close(_options.NotebookIdle);
    }

    internal Task SaveAllAsync()
    {
        lock (_gate)
            return Task.WhenAll(_entries.Values.Where(entry => entry.IsLoaded).Select(entry => entry.Session.ShutDownAsync()));
    }

    // Only what nobody looks at, and of which all is saved, is closed for a newcomer.
    private void MakeRoom(LearnerId learner)
    {
        foreach (var idle in new[] { _options.NotebookIdle / 10, BetweenPageAndCircuit })
        {
            if (!IsFull(learner)) return;
            Close(idle);
        }
        if (IsFull(learner)) throw new NotebookRefusedException(CellMessages.TooManyOpen);
    }

    private bool IsFull(LearnerId learner) => _entries.Count >= _options.MaxOpenNotebooks
        || _entries.Count >= _options.MaxOpenNotebooks / 2 && _addresses.Of(learner) is { } address
        && _entries.Keys.Count(entry => _addresses.Of(entry.Item1) == address) >= Math.Max(1, _options.MaxOpenNotebooks / 2);

    private void Close(TimeSpan idle)
    {
        var closed = _entries
            .Where(pair => pair.Value.IsLoaded && _time.GetElapsedTime(pair.Value.LastOpened) >= idle && pair.Value.Session.TryClose())
            .ToList();
        foreach (var (key, _) in closed) _entries.Remove(key);
    }

    private (NotebookSession, SessionVersion) Restore(LearnerId learner, Lesson lesson)
    {
        var (stored, version) = _store.Load(learner, lesson);
        var state = stored ?? NotebookState.New(lesson);
        var session = new NotebookSession(
            lesson, state, new CellEvaluator(learner, lesson, _cells), changed => _store.SaveAsync(learner, lesson, changed, version),
            _loggers.CreateLogger<NotebookSession>());
        if (state.Busy) session.Recover(RunInProgress(learner, lesson, state));
        return (session, version);
    }

    /// <summary>
    /// The run of the cell in progress, if it holds one: that which the notebook names, or, when the process ended before the
    /// notebook could be saved with its name, the one just started for it.
    /// </summary>
    private RunId? RunInProgress(LearnerId learner, Lesson lesson, NotebookState state)
    {
        if (state.Running is not { Evaluation: { } evaluation } running) return null;
        if (lesson.Cell(running.Id) is not { HoldsRun: true } cell) return null;
        if (evaluation.Run is { } named) return _runs.Find(learner, named)?.Id;
        var options = cell.RunOptions(lesson, evaluation.Values.Union(lesson.Defaults));
        var newest = _runs.List(learner).FirstOrDefault(run => run.Lesson == lesson.Id && run.ForkedFrom is null);
        return newest is not null && newest.Id != state.PreviousRun && RunForks.Differences(newest.Options, options).Count == 0
            ? newest.Id
            : null;
    }

    private sealed class Entry(Func<(NotebookSession Session, SessionVersion Version)> open)
    {
        private readonly Lazy<(NotebookSession Session, SessionVersion Version)> _session = new(open);

        public NotebookSession Session => _session.Value.Session;

        public SessionVersion Version => _session.Value.Version;

        public bool IsLoaded => _session.IsValueCreated;

        /// <summary>A timestamp: clocks jump. Guarded by the registry's lock.</summary>
        public long LastOpened { get; set; }
    }
}
