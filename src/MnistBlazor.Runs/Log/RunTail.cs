using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Log;

/// <summary>
/// The stored events of one run, for many readers. Whoever asks gets all that was stored before, and one question to the store answers all
/// who came before it began: of a hundred readers that hear of a change together, one or two ask. Thread-safe.
/// </summary>
/// <param name="read">The events with greater numbers, in order.</param>
internal sealed class RunTail(Func<int, IReadOnlyList<RunEvent>> read)
{
    private readonly Lock _reading = new();
    private readonly List<RunEvent> _events = [];
    private long _asked, _answered;

    /// <param name="after">A number of an event; 0 for all.</param>
    /// <param name="max">At most so many.</param>
    public IReadOnlyList<RunEvent> After(int after, int max)
    {
        var asked = Interlocked.Increment(ref _asked);
        lock (_reading)
        {
            if (_answered < asked)
            {
                // All who have asked by now: what they are to see is stored already.
                var answers = Volatile.Read(ref _asked);
                _events.AddRange(read(_events.Count));
                _answered = answers;
            }
            // An event's number is its place, from 1.
            return after >= _events.Count ? [] : _events.GetRange(after, Math.Min(max, _events.Count - after));
        }
    }
}
