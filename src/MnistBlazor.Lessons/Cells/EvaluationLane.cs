using System.Collections.Concurrent;

namespace MnistBlazor.Lessons.Cells;

/// <summary>
/// One thread on which cells compute with tensors, in the order in which they ask: never behind training, which has threads of its
/// own, and never on a pool thread, each of which would make the math library start its own team of workers.
/// </summary>
public sealed class EvaluationLane : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public EvaluationLane()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "cell evaluation" };
        _thread.Start();
    }

    /// <param name="compute">Must not await: what it starts, it ends on this thread.</param>
    public Task<T> RunAsync<T>(Func<T> compute, CancellationToken cancellation)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                result.SetResult(compute());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        }, CancellationToken.None);
        // Whoever stops waiting need not wait for the work of others before it.
        return result.Task.WaitAsync(cancellation);
    }

    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }
}
