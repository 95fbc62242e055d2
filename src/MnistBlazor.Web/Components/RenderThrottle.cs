namespace MnistBlazor.Web.Components;

/// <summary>
/// Turns signals, as many as may come and from any thread, into renders a few times a second: the first at once, the last never
/// left out. Renders have the culture of whoever made the throttle (a timer keeps the context that it was made in), because a
/// signal comes from a thread that knows nothing of the reader's language.
/// </summary>
public sealed class RenderThrottle : IDisposable
{
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _renderedAt;
    private bool _rendered;
    private bool _pending;
    private bool _disposed;

    /// <param name="render">Called from a pool thread; it goes to the renderer by itself (<c>InvokeAsync</c>).</param>
    public RenderThrottle(TimeSpan interval, Action render, TimeProvider? time = null)
    {
        _interval = interval;
        _time = time ?? TimeProvider.System;
        _timer = _time.CreateTimer(_ => Elapsed(render), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Signal()
    {
        lock (_lock)
        {
            if (_pending || _disposed) return;
            _pending = true;
            var wait = _rendered ? _interval - _time.GetElapsedTime(_renderedAt) : TimeSpan.Zero;
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    private void Elapsed(Action render)
    {
        lock (_lock)
        {
            if (_disposed) return;
            _pending = false;
            _rendered = true;
            _renderedAt = _time.GetTimestamp();
        }
        render();
    }
}
