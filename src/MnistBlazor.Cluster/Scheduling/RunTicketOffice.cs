using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Cluster.Scheduling;

/// <summary>Stores new runs within the bounds: called by one line, one at a time.</summary>
internal sealed class RunTicketOffice(RunStore store, CheckpointFiles files, BoundsInForce bounds, IRunSignals signals, TrainingLog log)
{
    /// <param name="waiting">Runs that wait already.</param>
    /// <returns>The run, or why not.</returns>
    public Task<(Run? Run, Message? Refusal)> TryIssueAsync(Ticket ticket, int waiting) => Task.Run(() => TryIssue(ticket, waiting));

    /// <summary>A run as it travels.</summary>
    public static string Write(NewRun run) => StoredJson.Write(new Travelling(run.Run, run.Past, run.Start?.Step, run.Start?.Epoch));

    /// <summary>The run that asks for a place.</summary>
    public static RunId RunOf(Ticket ticket) => StoredJson.Read<Travelling>(ticket.Run).Run.Id;

    private (Run?, Message?) TryIssue(Ticket ticket, int waiting)
    {
        var (run, past, step, epoch) = StoredJson.Read<Travelling>(ticket.Run);
        if (Refuse(run, ticket.Beside, waiting, bounds.Now) is { } refusal) return (null, refusal);
        var recording = new RunRecording(run, new RunLog(), isNew: true, RunRecording.FirstEpoch, (_, _) => { }, _ => { });
        foreach (var happened in past) recording.Log.Append(happened);
        var start = ticket.Checkpoint is { } bytes ? new SavePoint(step!.Value, epoch!.Value, bytes) : null;
        recording.Record(now => now, [new RunQueued { At = run.CreatedAt }], start);
        if (start is not null) files.Write(run.Id, start, RunRecording.FirstEpoch);
        store.Save(recording.Collect()!);
        log.Queued(run.Id, run.Owner, run.Lesson, run.Options.Device);
        signals.Raise(run.Id);
        signals.Raise(run.Owner);
        return (run, null);
    }

    private Message? Refuse(Run run, IReadOnlyList<string> beside, int waiting, RunBounds now)
    {
        if (!now.QueueOpen) return RunMessages.QueueClosed;
        if (store.CountUnfinished([run.Owner]) >= now.MaxUnfinishedRunsPerLearner)
            return RunMessages.TooManyUnfinished(now.MaxUnfinishedRunsPerLearner);
        if (beside.Count > 0
            && store.CountUnfinished([.. beside.Select(learner => new LearnerId(learner))]) >= now.MaxUnfinishedRunsPerAddress)
            return RunMessages.TooManyOfAddress(now.MaxUnfinishedRunsPerAddress);
        return waiting >= now.MaxQueuedRuns ? RunMessages.QueueFull(now.MaxQueuedRuns) : null;
    }

    private sealed record Travelling(Run Run, IReadOnlyList<RunEvent> Past, int? Step, int? Epoch);
}
