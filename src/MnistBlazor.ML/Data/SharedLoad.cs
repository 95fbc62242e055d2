namespace MnistBlazor.ML.Data;

/// <summary>
/// Work that several callers wait for, done once: all see its progress, each can stop waiting, and it is cancelled when nobody
/// waits any more. A result is kept; after a failure or a cancellation the next caller starts it again.
/// </summary>
internal sealed class SharedLoad<T>(Func<IProgress<LoadProgress>, CancellationToken, Task<T>> load)
{
    private readonly Lock _gate = new();
    private Attempt? _attempt;

    public async Task<T> WaitAsync(IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var current = Join(progress);
        try
        {
            return await current.Result.WaitAsync(cancellation);
        }
        finally
        {
            Leave(current, progress);
        }
    }

    private Attempt Join(IProgress<LoadProgress>? progress)
    {
        lock (_gate)
        {
            if (_attempt is null || _attempt.Abandoned || _attempt.Result.IsFaulted || _attempt.Result.IsCanceled)
            {
                var previous = _attempt?.Result ?? Task.CompletedTask;
                var started = _attempt = new Attempt();
                // A task of its own: reading and unpacking are synchronous and must hold up neither the lock nor the caller.
                // An abandoned attempt goes first: it may still have files open.
                started.Result = Task.Run(async () =>
                {
                    await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return await load(started, started.Stop.Token);
                });
            }
            _attempt.Join(progress);
            return _attempt;
        }
    }

    private void Leave(Attempt left, IProgress<LoadProgress>? progress)
    {
        lock (_gate) left.Leave(progress);
    }

    private sealed class Attempt : IProgress<LoadProgress>
    {
        private int _waiting;
        private IProgress<LoadProgress>[] _observers = [];

        public CancellationTokenSource Stop { get; } = new();

        public Task<T> Result { get; set; } = null!;

        public bool Abandoned { get; private set; }

        public void Join(IProgress<LoadProgress>? progress)
        {
            _waiting++;
            if (progress is not null) _observers = [.. _observers, progress];
        }

        public void Leave(IProgress<LoadProgress>? progress)
        {
            if (progress is not null) _observers = [.. _observers.Where(observer => observer != progress)];
            if (--_waiting > 0 || Result.IsCompleted) return;
            Abandoned = true;
            Stop.Cancel();
        }

        public void Report(LoadProgress value)
        {
            foreach (var observer in _observers) observer.Report(value);
        }
    }
}
