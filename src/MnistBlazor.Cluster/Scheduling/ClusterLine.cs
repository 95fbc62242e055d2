using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>
/// What this node knows of one line: asked for again and again, so that pages draw it without asking. While the line does not answer, the
/// last picture stays. Thread-safe.
/// </summary>
internal sealed partial class ClusterLine(string device, IGrainFactory grains, IRunSignals signals, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _ending = new();
    private volatile Picture _picture = new(LineState.None, Stopwatch.GetTimestamp());

    public string Device => device;

    public LineState State => _picture.State;

    /// <summary>Called when the line is no more as it was.</summary>
    public event Action? Changed;

    public IReadOnlyList<ScheduledRun> Running() => Scheduled(State.Taken.Where(run => !run.Paused));

    public IReadOnlyList<ScheduledRun> Scheduled(IEnumerable<LineRun> runs)
    {
        var age = Stopwatch.GetElapsedTime(_picture.At);
        return [.. runs.Select(run => run.Scheduled(age))];
    }

    public IDeviceQueueGrain Grain => grains.GetGrain<IDeviceQueueGrain>(device);

    public void Start() => _ = Task.Run(WatchAsync);

    public void Dispose() => _ending.Cancel();

    private async Task WatchAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                Show(await Grain.WatchAsync(State.Version).WaitAsync(_ending.Token));
            }
            catch (Exception) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogAway(logger, device, failure.Message);
                await Task.Delay(Pause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Show(LineState next)
    {
        var before = State;
        if (next.Version == before.Version) return;
        _picture = new(next, Stopwatch.GetTimestamp());
        Changed?.Invoke();
        // Who waits may have moved up; what is said of a run's end follows from who waits.
        foreach (var run in next.All.UnionBy(before.All, run => run.Run))
        {
            signals.Raise(run.Id);
            signals.Raise(new LearnerId(run.Learner));
        }
    }

    [LoggerMessage(LogLevel.Debug, "The line of {Device} does not answer: {Reason}")]
    private static partial void LogAway(ILogger logger, string device, string reason);

    private sealed record Picture(LineState State, long At);
}
