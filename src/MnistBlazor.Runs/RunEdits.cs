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
    public Task ChangeAsync(LearnerId learner, RunId id, Func<Run, Run> change) => ChangeAsync(reader.Get(learner, id), change);

    /// <param name="known">Who asks for the change may make it.</param>
    /// <exception cref="RunNotSavedException"/>
    public async Task ChangeAsync(Run known, Func<Run, Run> change)
    {
        var id = known.Id;
        // The row of a run that is still live is written before this change is: the writer takes runs first.
        live.Find(id)?.Record(change, urgent: true);
        await SaveAsync(context =>
        {
            if (context.Runs.Find(id) is { } run) context.Entry(run).CurrentValues.SetValues(change(run));
        });
        signals.Raise(id);
        signals.Raise(known.Owner);
    }

    /// <summary>
    /// Brings a deleted run back. Without effect on one that is not deleted, gone for good, another learner's or deleted by the teacher.
    /// </summary>
    /// <exception cref="RunNotSavedException"/>
    public Task UndeleteAsync(LearnerId learner, RunId id) => UndeleteAsync(id, run => run.Owner == learner && !run.DeletedByTeacher);

    /// <summary>The same for a run of any learner that the teacher deleted.</summary>
    /// <exception cref="RunNotSavedException"/>
    public Task UndeleteAsync(RunId id) => UndeleteAsync(id, run => run.DeletedByTeacher);

    private async Task UndeleteAsync(RunId id, Func<Run, bool> may)
    {
        if (live.Find(id) is { } found && may(found.Snapshot)) found.Record(Undeleted);
        LearnerId? owner = null;
        await SaveAsync(context =>
        {
            if (context.Runs.Find(id) is not { } run || !may(run)) return;
            owner = run.Owner;
            context.Entry(run).CurrentValues.SetValues(Undeleted(run));
        });
        if (owner is { } learner) signals.Raise(learner);
    }

    private static Run Undeleted(Run run) => run with { DeletedAt = null, DeletedByTeacher = false };

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
