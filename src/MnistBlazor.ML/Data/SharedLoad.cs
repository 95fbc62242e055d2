namespace MnistBlazor.ML.Data;

/// <summary>
/// Work that several callers wait for, done once: all see its progress, each can stop waiting, and it is cancelled when nobody
/// waits any more. A result is kept; after a failure or a cancellation the next caller starts it again.
/// </summary>
internal sealed class SharedLoad<T>(Func<IProgress<LoadProgress>, CancellationToken, Task<T>> load)
{
    private readonly Lock gate = new();
    private Attempt? attempt;

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
        lock (gate)
        {
            if (attempt is null || attempt.Abandoned || attempt.Result.IsFaulted || attempt.Result.IsCanceled)
            {
                var previous = attempt?.Result ?? Task.CompletedTask;
                var started = attempt = new Attempt();
                // A task of its own: reading and unpacking are synchronous and must hold up neither the lock nor the caller.
                // An abandoned attempt goes first: it may still have files open.
                started.Result = Task.Run(async () =>
                {
                    await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return await load(started, started.Stop.Token);
                });
            }
            attempt.Join(progress);
            return attempt;
        }
    }

    private void Leave(Attempt left, IProgress<LoadProgress>? progress)
    {
        lock (gate) left.Leave(progress);
    }

    private sealed class Attempt : IProgress<LoadProgress>
    {
        private int waiting;
        private IProgress<LoadProgress>[] observers = [];

        public CancellationTokenSource Stop { get; } = new();

        public Task<T> Result { get; set; } = null!;

        public bool Abandoned { get; private set; }

        public void Join(IProgress<LoadProgress>? progress)
        {
            waiting++;
            if (progress is not null) observers = [.. observers, progress];
        }

        public void Leave(IProgress<LoadProgress>? progress)
        {
            if (progress is not null) observers = [.. observers.Where(observer => observer != progress)];
            if (--waiting > 0 || Result.IsCompleted) return;
            Abandoned = true;
            Stop.Cancel();
        }

        public void Report(LoadProgress value)
        {
            foreach (var observer in observers) observer.Report(value);
        }
    }
}
