using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;
using Orleans.Runtime;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>
/// Brings the workers of this node runs from the lines, and brings back what has had its slice. Training knows nothing of it: a run that
/// was taken is one that was found unfinished, as after a restart.
/// </summary>
internal sealed partial class WorkerFeed(
    ClusterLines lines, IGrainFactory grains, LiveRuns live, TrainingWorkers workers, RunStore store, RunRecovery recovery,
    IRunSignals signals, ILocalSiloDetails silo, RunsOptions options, ILogger<WorkerFeed> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5), Pause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<RunId, Leaving> _leaving = new();
    private readonly ConcurrentDictionary<RunId, Arriving> _arriving = new();
    private readonly Lock _sending = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _feeding = [];

    private string Self => silo.SiloAddress.ToParsableString();

    /// <returns>False: the run is not here (any more).</returns>
    public bool TrySend(RunId id, RunCommand command)
    {
        lock (_sending)
        {
            if (live.Find(id) is not { } run) return false;
            run.Commands.Enqueue(command);
            workers.Find(run.Snapshot.Options.Device)?.Wake();
            return true;
        }
    }

    public Task StartAsync(CancellationToken cancellation)
    {
        foreach (var worker in workers.All)
        {
            var (line, changes) = (lines.Find(worker.Device)!, new Subscription(TimeSpan.Zero));
            var shared = new SharedLine(() => line.State.Waiting.Count > 0);
            shared.HandedBack += run =>
            {
                _leaving[run.Id] = new(run);
                changes.Signal();
            };
            line.Changed += () =>
            {
                worker.Wake();
                changes.Signal();
            };
            worker.Shared = shared;
            _feeding.Add(Task.Run(() => FeedAsync(worker, line, changes), cancellation));
        }
        return Task.CompletedTask;
    }

    /// <summary>Takes no more; what trains is suspended and goes back once it is stored: <see cref="WorkerDrain"/>.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_feeding);
    }

    public void Dispose() => _ending.Cancel();

    /// <summary>Gives all runs back, those first that trained. Nothing of them is written any more.</summary>
    public async Task ReturnAllAsync()
    {
        foreach (var (id, (device, assignment)) in _arriving)
            await lines.Find(device)!.Grain.ReturnAsync(Self, id.Value, first: true, assignment.Commands);
        foreach (var run in live.All.Where(run => !run.Snapshot.Ended && run.Recording.IsSaved))
        {
            var (line, first) = (lines.Find(run.Snapshot.Options.Device)!, !_leaving.ContainsKey(run.Id));
            await line.Grain.ReturnAsync(Self, run.Id.Value, first, Release(run));
        }
    }

    private async Task FeedAsync(TrainingWorker worker, ClusterLine line, Subscription changes)
    {
        using var _ = changes;
        using var subscribed = signals.Subscribe(changes.Signal);
        changes.Signal();
        var reported = (Holdings: (IReadOnlyList<Holding>)[], At: 0L);
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await ChangeAsync(changes);
                await GiveBackAsync(line);
                await TakeAsync(worker, line);
                var now = Held(worker).Select(run => new Holding(
                    run.Id.Value, run.Snapshot.Status == RunStatus.Paused, run.Scheduled.StepsLeft)).ToList();
                // A line that has just moved to another node knows of no workers yet.
                if (SameRuns(now, reported.Holdings) && line.State.Workers.Contains(Self)
                    && Stopwatch.GetElapsedTime(reported.At) < ReportInterval) continue;
                await line.Grain.ReportAsync(Self, now);
                reported = (now, Stopwatch.GetTimestamp());
            }
            catch (Exception) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                LogFailed(logger, worker.Device, failure.Message);
                await Task.Delay(Pause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                changes.Signal();
            }
        }
    }

    private async Task TakeAsync(TrainingWorker worker, ClusterLine line)
    {
        foreach (var id in _arriving.Where(one => one.Value.Device == line.Device).Select(one => one.Key).ToList()) await BeginAsync(id);
        while (line.State.Waiting.Count > 0 && HasRoom(worker) && await line.Grain.TakeAsync(Self) is { } assignment)
        {
            var id = RunId.Parse(assignment.Run);
            _arriving[id] = new(line.Device, assignment);
            await BeginAsync(id);
        }
    }

    // Tried again when the store does not answer.
    private async Task BeginAsync(RunId id)
    {
        var taken = await Task.Run(() => store.Take(id, Self));
        if (_arriving.TryRemove(id, out var arriving) && taken is not null)
        {
            recovery.Continue(taken, arriving.Assignment.Commands);
            _ = PlaceAsync(id);
        }
    }

    // So that commands and drawings find it here.
    private async Task PlaceAsync(RunId id)
    {
        try
        {
            while (!_ending.IsCancellationRequested && live.Find(id) is not null
                && !await grains.GetGrain<IRunGrain>(id.Value).BeginAsync(Self))
                await Task.Delay(Pause, _ending.Token);
        }
        catch (Exception failure)
        {
            LogFailed(logger, id.Value, failure.Message);
        }
    }

    private async Task GiveBackAsync(ClusterLine line)
    {
        foreach (var (id, leaving) in _leaving.Where(one => one.Value.Run.Snapshot.Options.Device == line.Device).ToList())
        {
            var recording = leaving.Run.Recording;
            if (!recording.IsSaved && !recording.IsLost) continue;
            leaving.Commands ??= Release(leaving.Run);
            if (!recording.IsLost) await line.Grain.ReturnAsync(Self, id.Value, first: false, leaving.Commands);
            _leaving.TryRemove(id, out var _);
        }
    }

    /// <returns>The commands that it has not carried out.</returns>
    private IReadOnlyList<RunCommand> Release(LiveRun run)
    {
        lock (_sending)
        {
            live.Release(run);
            var commands = new List<RunCommand>();
            while (run.Commands.TryDequeue(out var command)) commands.Add(command);
            return commands;
        }
    }

    // Or when it is time for a report.
    private async Task ChangeAsync(Subscription changes)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        patience.CancelAfter(ReportInterval);
        try
        {
            await changes.NextAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!_ending.IsCancellationRequested)
        {
        }
    }

    private static bool SameRuns(IEnumerable<Holding> one, IEnumerable<Holding> other) =>
        one.Select(run => (run.Run, run.Paused)).ToHashSet().SetEquals(other.Select(run => (run.Run, run.Paused)));

    private bool HasRoom(TrainingWorker worker) => options.ConcurrentRunsPerDevice
        > Held(worker).Count(run => run.Snapshot is { Ended: false, Status: not RunStatus.Paused } && !_leaving.ContainsKey(run.Id));

    // One whose end is not stored yet is still to be found where it was, should this process be lost.
    private IEnumerable<LiveRun> Held(TrainingWorker worker) => live.All.Where(run =>
        run.Snapshot.Options.Device == worker.Device && !run.Recording.IsLost && !(run.Snapshot.Ended && run.Recording.IsSaved));

    [LoggerMessage(LogLevel.Warning, "What {Device} has and could have is not told to the others at present: {Reason}")]
    private static partial void LogFailed(ILogger logger, string device, string reason);

    /// <summary>A run that the line has given this node, until the store has.</summary>
    private sealed record Arriving(string Device, Assignment Assignment);

    /// <summary>A run that has given way, until the line has it again.</summary>
    private sealed record Leaving(LiveRun Run)
    {
        /// <summary>What it has not carried out; null until it is released.</summary>
        public IReadOnlyList<RunCommand>? Commands { get; set; }
    }
}
