using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>Changes what people may change of a run, wherever it is. The tasks end when the change is stored.</summary>
internal sealed class RunEdits(RunReader reader, LiveRuns live, StoreWriter writer, IRunSignals signals)
{
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="RunNotSavedException"/>
    public async Task ChangeAsync(LearnerId learner, RunId id, Func<Run, Run> change)
    {
        reader.Get(learner, id);
        // The row of a run that is still live is written before this change is: the writer takes runs first.
        live.Find(id)?.Record(change, urgent: true);
        await SaveAsync(context =>
        {
            if (context.Runs.Find(id) is { } run) context.Entry(run).CurrentValues.SetValues(change(run));
        });
        signals.Raise(id);
        signals.Raise(learner);
    }

    /// <summary>Brings a deleted run back. Without effect on one that is not deleted, gone for good or another learner's.</summary>
    /// <exception cref="RunNotSavedException"/>
    public async Task UndeleteAsync(LearnerId learner, RunId id)
    {
        if (live.Find(id) is { } found && found.Owner == learner) found.Record(run => run with { DeletedAt = null });
        await SaveAsync(context => context.Runs.Where(run => run.Id == id && run.Owner == learner)
            .ExecuteUpdate(set => set.SetProperty(run => run.DeletedAt, (DateTimeOffset?)null)));
        signals.Raise(learner);
    }

    private async Task SaveAsync(Action<MnistBlazorContext> change)
    {
        try
        {
            await writer.WriteAsync(change);
        }
        catch (Exception failure)
        {
            throw new RunNotSavedException(failure);
        }
    }
}
