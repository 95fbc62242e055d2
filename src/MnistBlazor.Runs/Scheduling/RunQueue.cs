using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>
/// Runs that wait for a device, fair between learners: next is always the learner whose last turn is longest ago, with the
/// oldest of their runs. So nobody waits behind another's ten runs, and submitting one at a time gains nothing. A run that gives way
/// joins at the end of its learner's. Who is new comes before all that have just been served, but only once round: however many are new, a
/// run that waits has its turn. What the teacher has moved stands where it was put, see <see cref="MovedRuns{TRun}"/>. Thread-safe.
/// </summary>
/// <param name="ownerOf">Whose a run is.</param>
/// <param name="isReady">Whether all is there that training it takes; called often.</param>
internal sealed class RunQueue<TRun>(Func<TRun, LearnerId> ownerOf, Func<TRun, bool> isReady) where TRun : class
{
    private const int LearnersRemembered = 1024;

    private readonly Lock _gate = new();
    private readonly List<TRun> _waiting = [];
    private readonly Dictionary<LearnerId, long> _lastTurn = [];
    private readonly MovedRuns<TRun> _moved = new();
    private long _turn, _newcomersTurn = long.MinValue;

    public int Count
    {
        get { lock (_gate) return _waiting.Count; }
    }

    /// <summary>Whether <see cref="Take"/> would give a run.</summary>
    public bool HasNext
    {
        get { lock (_gate) return _waiting.Exists(run => isReady(run)); }
    }

    public void Add(TRun run)
    {
        lock (_gate)
        {
            if (!_lastTurn.ContainsKey(ownerOf(run)))
            {
                Forget();
                _lastTurn[ownerOf(run)] = _newcomersTurn = NewcomersTurn();
            }
            _waiting.Add(run);
        }
    }

    /// <returns>False: the run does not wait (any more).</returns>
    public bool Remove(TRun run)
    {
        lock (_gate)
        {
            _moved.Leave(run, Line);
            return _waiting.Remove(run);
        }
    }

    /// <returns>False: the run does not wait (any more).</returns>
    public bool Move(TRun run, LineMove move)
    {
        lock (_gate)
        {
            if (!_waiting.Contains(run)) return false;
            _moved.Move(run, move, Line);
            return true;
        }
    }

    /// <summary>Whether the run's place is one that it was moved to.</summary>
    public bool IsMoved(TRun run)
    {
        lock (_gate) return _moved.Has(run);
    }

    /// <summary>Takes the next run that is ready; null when there is none.</summary>
    public TRun? Take()
    {
        lock (_gate)
        {
            var next = _moved.Any ? Line().FirstOrDefault(isReady) : InOrder(_waiting.Where(isReady)).FirstOrDefault();
            if (next is null) return null;
            _moved.Leave(next, Line);
            _waiting.Remove(next);
            Forget();
            _lastTurn[ownerOf(next)] = ++_turn;
            return next;
        }
    }

    /// <summary>
    /// The waiting runs in the order in which they will be taken if nothing else comes; behind a moved one about so, since that counts as
    /// a turn of its learner.
    /// </summary>
    public TRun[] Order()
    {
        lock (_gate) return [.. Line()];
    }

    /// <summary>The waiting runs that would be taken before one that a learner adds now.</summary>
    public TRun[] Before(LearnerId learner)
    {
        lock (_gate)
        {
            var round = _waiting.Count(run => ownerOf(run) == learner);
            var turn = _lastTurn.TryGetValue(learner, out var last) ? last : NewcomersTurn();
            return [.. Places(_waiting).Where(place => (place.Round, place.Turn).CompareTo((round, turn)) <= 0).Select(place => place.Run)];
        }
    }

    private IEnumerable<TRun> InOrder(IEnumerable<TRun> runs) => Places(runs).Select(place => place.Run);

    private List<TRun> Line() => _moved.Place([.. InOrder(_waiting)]);

    // The k-th run of a learner has its turn in the k-th round; within a round, whoever was served longest ago goes first.
    private IEnumerable<(TRun Run, int Round, long Turn)> Places(IEnumerable<TRun> runs) => runs
        .GroupBy(ownerOf)
        .SelectMany((own, arrival) => own.Select((run, round) => (Run: run, Round: round, Arrival: arrival)))
        .Select(place => (place.Run, place.Round, place.Arrival, Turn: _lastTurn.GetValueOrDefault(ownerOf(place.Run), _newcomersTurn)))
        .OrderBy(place => place.Round)
        .ThenBy(place => place.Turn)
        .ThenBy(place => place.Arrival)
        .Select(place => (place.Run, place.Round, place.Turn));

    // As if served one round ago; newcomers among themselves, in the order in which they came.
    private long NewcomersTurn() => Math.Max(_newcomersTurn, _turn - 1 - _waiting.Select(ownerOf).Distinct().Count());

    private void Forget()
    {
        if (_lastTurn.Count < LearnersRemembered) return;
        _lastTurn.Remove(_lastTurn.MinBy(learner => learner.Value).Key);
    }
}
