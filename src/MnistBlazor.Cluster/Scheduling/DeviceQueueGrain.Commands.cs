using MnistBlazor.Runs.Contracts;
using Orleans.Runtime;

namespace MnistBlazor.Cluster.Scheduling;

/// <content>What learners and the teacher want of runs: sent on to the worker that has the run, or done here where nobody has it.</content>
internal sealed partial class DeviceQueueGrain
{
    private static readonly TimeSpan SendAgain = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, Task> _sending = [];

    public Task SendAsync(string run, RunCommand command)
    {
        // One after the other to the same run; a worker that does not answer holds up no other run.
        var sending = SendAfterAsync(_sending.GetValueOrDefault(run, Task.CompletedTask), run, command);
        _sending[run] = sending;
        return ForgetWhenSent(sending, run);
    }

    private async Task ForgetWhenSent(Task sending, string run)
    {
        try
        {
            await sending;
        }
        finally
        {
            if (_sending.GetValueOrDefault(run) == sending) _sending.Remove(run);
        }
    }

    private async Task SendAfterAsync(Task before, string run, RunCommand command)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        // A worker that does not have it yet, or not any more, will, or gives it back; one that is gone is found out.
        while (_taken.ContainsKey(run))
        {
            if (await IsTakenByWorkerAsync(run, command)) return;
            await Task.WhenAny(_changed.Task, Task.Delay(SendAgain, _ending.Token));
            if (_ending.IsCancellationRequested) throw new OperationCanceledException("The line moves to another node.");
        }
        var stops = command is RunCommand.Stop or RunCommand.StopByTeacher;
        if (_held.TryGetValue(run, out var held))
        {
            if (stops) await EndAsync(held, command);
            else if (command is not RunCommand.Pause) GoOn(held, command);
        }
        else if (Waiting().FirstOrDefault(entry => entry.Id == run) is { } waiting)
        {
            if (stops) await EndAsync(waiting, command);
            else if (waiting.HasBegun && command == RunCommand.Pause) await PauseAsync(waiting);
            else if (waiting.HasBegun) waiting.Commands.Add(command);
        }
    }

    private async Task<bool> IsTakenByWorkerAsync(string run, RunCommand command)
    {
        try
        {
            return await GrainFactory.GetGrain<IRunGrain>(run).CommandAsync(command);
        }
        catch (Exception away) when (away is SiloUnavailableException or OrleansMessageRejectionException or TimeoutException)
        {
            return false;
        }
    }

    private void GoOn(QueueEntry held, RunCommand command)
    {
        held.Commands.Add(command);
        _held.Remove(held.Id);
        _first.Add(held);
        Change();
    }

    private async Task EndAsync(QueueEntry entry, RunCommand command)
    {
        Leave(entry);
        Change();
        await unowned.StopAsync(entry.RunId, command == RunCommand.StopByTeacher ? RunMessages.StoppedByTeacher : null);
    }

    private async Task PauseAsync(QueueEntry entry)
    {
        Leave(entry);
        _held[entry.Id] = entry;
        Change();
        await unowned.PauseAsync(entry.RunId);
    }
}
