using System.Diagnostics;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;

namespace MnistBlazor.Lessons.Predictions;

/// <summary>Whose pad a drawing comes from; <see cref="Run"/> is null on the first page.</summary>
/// <param name="Question">What is asked of the drawing: each question has its own place in line.</param>
internal sealed record Pad(LearnerId Learner, RunId? Run, string Question = "answer");

/// <summary>
/// The thread that reads drawings. Each pad has one place in line: a newer drawing takes the place of the one before, whose task
/// ends with null. A learner who draws faster than the bound waits a little, and what is read then is the newest.
/// </summary>
internal sealed class PredictionLane : IDisposable
{
    private readonly LessonsOptions _options;
    private readonly LessonsMetrics? _metrics;
    private readonly LearnerAddresses _addresses;
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Dictionary<Pad, Request> _waiting = [];
    private readonly Dictionary<LearnerId, long> _lastRead = [];
    private bool _ending;

    /// <param name="metrics">Told how long each drawing took; null: nobody is.</param>
    /// <param name="name">The thread's.</param>
    public PredictionLane(LessonsOptions options, LessonsMetrics? metrics, LearnerAddresses addresses, string name = "reading")
    {
        (_options, _metrics, _addresses) = (options, metrics, addresses);
        _thread = new Thread(Work) { IsBackground = true, Name = name };
    }

    public void Start() => _thread.Start();

    /// <param name="read">Called on the lane's thread.</param>
    /// <returns>Null too when a newer drawing took this one's place, or when too many wait.</returns>
    public Task<T?> ReadAsync<T>(Pad pad, Func<T?> read, CancellationToken cancellation) where T : class
    {
        var request = new Request<T>(read, cancellation);
        lock (_gate)
        {
            if (_ending) return Task.FromResult<T?>(null);
            if (_waiting.TryGetValue(pad, out var older)) older.Pass();
            else if (!HasPlace(pad.Learner)) return Task.FromResult<T?>(null);
            _waiting[pad] = request;
            Monitor.Pulse(_gate);
        }
        return request.Task;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ending = true;
            foreach (var request in _waiting.Values) request.Pass();
            _waiting.Clear();
            Monitor.Pulse(_gate);
        }
        if (_thread.IsAlive) _thread.Join();
    }

    // A reader by a link has no address: the hub bounds those before they come here.
    private bool HasPlace(LearnerId learner) =>
        _waiting.Count < _options.MaxWaitingReadings
        && (_addresses.Of(learner) is not { } address
            || _waiting.Keys.Count(pad => _addresses.Of(pad.Learner) == address) < _options.MaxWaitingReadingsPerAddress);

    private void Work()
    {
        while (Next() is { } request)
        {
            if (request.Read()) _metrics?.Predicted(Stopwatch.GetElapsedTime(request.Arrived));
        }
    }

    private Request? Next()
    {
        var interval = Stopwatch.Frequency / _options.MaxReadingsPerSecond;
        lock (_gate)
        {
            while (!_ending)
            {
                var now = Stopwatch.GetTimestamp();
                var (pad, due) = _waiting
                    .Select(waiting => (
                        waiting.Key,
                        Due: Math.Max(waiting.Value.Arrived, _lastRead.GetValueOrDefault(waiting.Key.Learner) + interval)))
                    .DefaultIfEmpty()
                    .MinBy(waiting => waiting.Due);
                if (pad is null)
                {
                    Monitor.Wait(_gate);
                }
                else if (due > now)
                {
                    Monitor.Wait(_gate, Stopwatch.GetElapsedTime(now, due) + TimeSpan.FromMilliseconds(1));
                }
                else
                {
                    _waiting.Remove(pad, out var request);
                    if (_lastRead.Count >= _options.MaxWaitingReadings)
                    {
                        foreach (var (learner, last) in _lastRead)
                        {
                            if (last + interval < now) _lastRead.Remove(learner);
                        }
                    }
                    _lastRead[pad.Learner] = now;
                    return request;
                }
            }
            return null;
        }
    }

    private abstract class Request
    {
        public long Arrived { get; } = Stopwatch.GetTimestamp();

        /// <summary>False: nobody waits for it any more, or it failed.</summary>
        public abstract bool Read();

        /// <summary>Ends it with null.</summary>
        public abstract void Pass();
    }

    private sealed class Request<T>(Func<T?> read, CancellationToken cancellation) : Request where T : class
    {
        private readonly TaskCompletionSource<T?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T?> Task => _done.Task;

        public override bool Read()
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                return _done.TrySetResult(read());
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                _done.TrySetCanceled(cancellation);
                return false;
            }
            catch (Exception exception)
            {
                _done.TrySetException(exception);
                return false;
            }
        }

        public override void Pass() => _done.TrySetResult(null);
    }
}
