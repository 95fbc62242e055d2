using System.Threading.Channels;

namespace MnistBlazor.Runs.Signals;

/// <summary>
/// Where signals go, as many as may come and from any thread, and from where they are taken at a pace: the first at once, the next not
/// before an interval has passed, the last never left out. Any number of sources may signal one subscription.
/// <para>
/// Whoever has a loop of its own awaits <see cref="NextAsync"/>. Whoever has none gives what is to be done, as a page does: it is done
/// on a pool thread, never twice at a time, and in the culture of whoever made the subscription, because a signal comes from a thread
/// that knows nothing of the reader's language.
/// </para>
/// </summary>
public sealed class Subscription : IDisposable
{
    // Any number of signals between two looks count as one. Whoever waits goes on on a pool thread: a signal costs the one who
    // gives it nothing.
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _disposed = new();
    private long? _last;

    /// <param name="interval">The least time from one signal that is taken to the next.</param>
    public Subscription(TimeSpan interval, TimeProvider? time = null) => (_interval, _time) = (interval, time ?? TimeProvider.System);

    /// <param name="interval">The least time from the beginning of one call to that of the next.</param>
    /// <param name="changed">Called after signals, on a pool thread; never two calls at a time.</param>
    /// <param name="failed">Takes what <paramref name="changed"/> throws; the next signal leads to a call all the same.</param>
    public Subscription(TimeSpan interval, Func<Task> changed, Func<Exception, Task> failed, TimeProvider? time = null)
        : this(interval, time) =>
        // Not the caller's synchronization context, but its culture: Task.Run leaves the one and takes the other.
        _ = Task.Run(() => ServeAsync(changed, failed));

    /// <summary>Something has changed. Returns at once and does not throw; from any thread. Without effect after disposal.</summary>
    public void Signal() => _signals.Writer.TryWrite(true);

    /// <summary>
    /// Ends when there has been a signal since the last call ended, and the interval has passed since then. For one caller at a time.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or the subscription is disposed.</exception>
    public async Task NextAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _disposed.Token);
        await _signals.Reader.ReadAsync(ending.Token).ConfigureAwait(false);
        if (_last is { } last && _interval - _time.GetElapsedTime(last) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, ending.Token).ConfigureAwait(false);
            // What came meanwhile is told by this call as well.
            _signals.Reader.TryRead(out _);
        }
        _last = _time.GetTimestamp();
    }

    /// <summary>Ends it: nothing is called any more, but for a call in progress, which is not waited for.</summary>
    public void Dispose() => _disposed.Cancel();

    private async Task ServeAsync(Func<Task> changed, Func<Exception, Task> failed)
    {
        while (true)
        {
            try
            {
                await NextAsync(CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            try
            {
                await changed();
            }
            catch (Exception exception)
            {
                await failed(exception);
            }
        }
    }
}
