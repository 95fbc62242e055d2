using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;
using Orleans.Runtime;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>
/// Who waits for a kind of device, in the same fair order as on one machine, and which worker has what. All of it is in memory and follows
/// from the store: an activation begins with the rows of runs that have not ended. When a worker leaves the cluster, what it had goes to
/// the head of the line.
/// <para>
/// Orleans keeps one activation, as well as it can; when two live for a moment, a run may be handed out twice. That does no harm: the store
/// gives a run to whoever took it last and takes nothing more from the other (<see cref="RunStore.Take"/>).
/// </para>
/// </summary>
internal sealed partial class DeviceQueueGrain(
    RunStore store, RunTicketOffice tickets, UnownedRuns unowned, IClusterMembershipService membership, ILogger<DeviceQueueGrain> logger)
    : Grain, IDeviceQueueGrain
{
    private static readonly TimeSpan LongestWatch = TimeSpan.FromSeconds(2), ReportDelay = TimeSpan.FromSeconds(10),
        AskAgain = TimeSpan.FromMilliseconds(200);

    private readonly RunQueue<QueueEntry> _line = new(run => run.Owner, _ => true);
    private readonly List<QueueEntry> _first = [];
    private readonly Dictionary<string, QueueEntry> _taken = [], _held = [];
    private readonly Dictionary<string, long> _workers = [];
    private readonly CancellationTokenSource _ending = new();
    private TaskCompletionSource _changed = NewSource();
    private long _version;

    private string Device => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellation)
    {
        // Whoever calls tries again. An empty line would be a wrong one.
        if (!store.IsOpen) throw new InvalidOperationException("The store of this node is not open yet.");
        var rows = await Task.Run(store.AllUnfinished, cancellation);
        var alive = Alive();
        foreach (var (run, worker) in rows.Where(row => row.Run.Options.Device == Device))
        {
            var entry = QueueEntry.Of(run);
            if (run.Status == RunStatus.Queued) _line.Add(entry);
            else if (worker is not null && alive.Contains(worker)) Hand(entry, worker);
            else if (run.Status == RunStatus.Paused) _held[entry.Id] = entry;
            else _first.Add(entry);
        }
        _version = DateTimeOffset.UtcNow.Ticks; // newer than that of any activation before
        LogActivated(logger, Device, _line.Count + _first.Count, _taken.Count, _held.Count);
        WatchMembership().Ignore();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellation)
    {
        _ending.Cancel();
        return Task.CompletedTask;
    }

    public async Task<Refusal?> DispatchAsync(Ticket ticket)
    {
        Run? run;
        Message? refusal;
        try
        {
            (run, refusal) = await tickets.TryIssueAsync(ticket, _line.Count + _first.Count);
        }
        catch (Exception)
        {
            BeginAnewIfStoredAsync(RunTicketOffice.RunOf(ticket)).Ignore();
            throw;
        }
        if (refusal is not null) return Refusal.Of(refusal);
        _line.Add(new QueueEntry(run!.Id.Value, run.Owner, new RunKind(Device, ticket.Kind, ticket.StepWork), ticket.Steps));
        Change();
        return null;
    }

    public Task<bool> MoveAsync(string run, LineMove move)
    {
        var entry = _line.Order().FirstOrDefault(one => one.Id == run);
        var moved = entry is not null && _line.Move(entry, move);
        if (moved) Change();
        return Task.FromResult(moved);
    }

    public async Task<LineState> WatchAsync(long seen)
    {
        if (_version == seen) await Task.WhenAny(_changed.Task, Task.Delay(LongestWatch, _ending.Token));
        return State();
    }

    public Task<Assignment?> TakeAsync(string worker)
    {
        _workers[worker] = Stopwatch.GetTimestamp();
        var next = _first.FirstOrDefault() ?? _line.Take();
        if (next is null) return Task.FromResult<Assignment?>(null);
        _first.Remove(next);
        Hand(next, worker);
        Change();
        var assignment = new Assignment(next.Id, [.. next.Commands]);
        next.Commands.Clear();
        return Task.FromResult<Assignment?>(assignment);
    }

    public Task ReturnAsync(string worker, string run, bool first, IReadOnlyList<RunCommand> commands)
    {
        if (_taken.GetValueOrDefault(run) is { } entry && entry.Worker == worker)
        {
            _taken.Remove(run);
            entry.Worker = null;
            if (first) _first.Add(entry);
            else _line.Add(entry);
            Change();
        }
        foreach (var command in commands) SendAsync(run, command).Ignore();
        return Task.CompletedTask;
    }

    public async Task ReportAsync(string worker, IReadOnlyList<Holding> holdings)
    {
        var isNew = !_workers.ContainsKey(worker);
        _workers[worker] = Stopwatch.GetTimestamp();
        var has = holdings.ToDictionary(one => one.Run);
        // What was handed out a moment ago may not have arrived yet.
        var gone = _taken.Values.Where(entry => entry.Worker == worker && !has.ContainsKey(entry.Id)
            && (entry.Seen || Stopwatch.GetElapsedTime(entry.Since) > ReportDelay)).ToList();
        // One that was never reported is over already, or its worker never heard that it has it.
        var unfinished = gone.Exists(entry => !entry.Seen) ? await Task.Run(Unfinished) : [];
        foreach (var entry in gone)
        {
            _taken.Remove(entry.Id);
            entry.Worker = null;
            if (!entry.Seen && unfinished.Contains(entry.RunId)) _first.Add(entry);
        }
        var changed = isNew || gone.Count > 0;
        foreach (var (id, holding) in has)
        {
            if (_taken.GetValueOrDefault(id) is not { } entry || entry.Worker != worker) continue;
            changed |= entry.Paused != holding.Paused;
            (entry.Paused, entry.StepsLeft, entry.Seen) = (holding.Paused, holding.StepsLeft, true);
        }
        if (changed) Change();
    }

    // The store may have a run of which only the answer was lost. It is asked until it answers.
    private async Task BeginAnewIfStoredAsync(RunId run)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                if ((await Task.Run(Unfinished)).Contains(run)) DeactivateOnIdle();
                return;
            }
            catch (Exception)
            {
                await Task.Delay(AskAgain, _ending.Token);
            }
        }
    }

    private HashSet<RunId> Unfinished() => [.. store.AllUnfinished().Select(row => row.Run.Id)];

    private void Leave(QueueEntry entry)
    {
        _held.Remove(entry.Id);
        _first.Remove(entry);
        _line.Remove(entry);
    }

    private IEnumerable<QueueEntry> Waiting() => _first.Concat(_line.Order());

    private void Hand(QueueEntry entry, string worker)
    {
        (entry.Worker, entry.Since, entry.HasBegun, entry.Seen) = (worker, Stopwatch.GetTimestamp(), true, false);
        _taken[entry.Id] = entry;
    }

    private async Task WatchMembership()
    {
        try
        {
            await foreach (var _ in membership.MembershipUpdates.WithCancellation(_ending.Token)) TakeBackFromTheDead();
        }
        catch (OperationCanceledException)
        {
            // The activation ends.
        }
    }

    private void TakeBackFromTheDead()
    {
        var alive = Alive();
        var orphans = _taken.Values.Where(entry => !alive.Contains(entry.Worker!)).ToList();
        foreach (var entry in orphans)
        {
            LogOrphaned(logger, entry.Id, entry.Worker!);
            _taken.Remove(entry.Id);
            entry.Worker = null;
            if (entry.Paused) _held[entry.Id] = entry;
            else _first.Add(entry);
        }
        var left = _workers.Keys.Where(worker => !alive.Contains(worker)).ToList();
        foreach (var worker in left) _workers.Remove(worker);
        if (orphans.Count + left.Count > 0) Change();
    }

    private HashSet<string> Alive() => [.. membership.CurrentSnapshot.Members.Values
        .Where(member => !member.Status.IsTerminating()).Select(member => member.SiloAddress.ToParsableString())];

    private LineState State() => new(
        _version, [.. Waiting().Select(Shown)], [.. _taken.Values.OrderBy(entry => entry.Since).Select(Shown)],
        [.. _held.Values.Select(Shown)], [.. _workers.Keys]);

    private LineRun Shown(QueueEntry entry) => new(
        entry.Id, entry.Owner.Value, entry.Kind.Device, entry.Kind.Key, entry.Kind.StepWork, entry.StepsLeft,
        entry.Worker is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(entry.Since), _line.IsMoved(entry), entry.Paused, entry.Worker);

    private void Change()
    {
        _version++;
        var told = _changed;
        _changed = NewSource();
        told.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Information, "The line of {Device} begins with {Waiting} that wait, {Taken} that train and {Held} held.")]
    private static partial void LogActivated(ILogger logger, string device, int waiting, int taken, int held);

    [LoggerMessage(LogLevel.Warning, "Worker {Worker} is gone: run {Run} goes to the head of the line.")]
    private static partial void LogOrphaned(ILogger logger, string run, string worker);
}
