using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage;

/// <summary>Reads the rows of a learner's runs by the page: what is asked of all of them is asked without reading their options.</summary>
internal sealed class RunRows(StoreReads reads, RunStore store)
{
    /// <summary>All that are not deleted, newest first.</summary>
    public IReadOnlyList<(RunId Id, DateTimeOffset CreatedAt)> Ids(LearnerId owner) => Read(("ids", owner), context =>
        Of(context, owner).OrderByDescending(run => run.CreatedAt).Select(run => new { run.Id, run.CreatedAt })
            .AsEnumerable().Select(run => (run.Id, run.CreatedAt)));

    /// <summary>The lessons that the learner has runs of.</summary>
    public IReadOnlyList<string> Lessons(LearnerId owner) =>
        Read(("lessons", owner), context => Of(context, owner).Select(run => run.Lesson).Distinct());

    /// <summary>The ended ones and the bytes of their checkpoints and weights, newest first.</summary>
    public IReadOnlyList<StoredRun> Ended(LearnerId owner) => Read(("stored", owner), context =>
        Of(context, owner).Where(run => run.Status != RunStatus.Queued && run.Status != RunStatus.Running && run.Status != RunStatus.Paused)
            .OrderByDescending(run => run.CreatedAt)
            .Select(run => new
            {
                run.Id, run.CreatedAt, run.Starred,
                Bytes = context.Checkpoints.Where(checkpoint => checkpoint.RunId == run.Id).Sum(checkpoint => (long)checkpoint.Bytes)
                    + context.EarlyWeights.Where(weights => weights.RunId == run.Id).Sum(weights => weights.Bytes),
            })
            .AsEnumerable().Select(run => new StoredRun(run.Id, run.CreatedAt, run.Starred, run.Bytes)));

    /// <summary>Those of the runs that are the learner's, in no order.</summary>
    public IReadOnlyList<Run> Find(LearnerId owner, IReadOnlyCollection<RunId> ids) => Read(Key("page", ids), context =>
        // By their ids alone: asked for the owner too, the database goes through all that the owner has, page after page.
        context.Runs.AsNoTracking().Where(run => ids.Contains(run.Id)).AsEnumerable()
            .Where(run => run.Owner == owner && run.DeletedAt is null && run.Options is not null));

    /// <summary>The runs' epochs, in order.</summary>
    public ILookup<RunId, EpochTrained> Epochs(IReadOnlyCollection<RunId> ids) => Read(null, context =>
        context.Events.AsNoTracking().Where(row => ids.Contains(row.RunId) && row.Body.StartsWith(RunEventRow.EpochStart))
            .OrderBy(row => row.RunId).ThenBy(row => row.Number))
        .ToLookup(row => row.RunId, row => (EpochTrained)row.ToEvent());

    /// <summary>Of each run the last epoch: found from the end, without reading what was before.</summary>
    public ILookup<RunId, EpochTrained> LastEpochs(IReadOnlyCollection<RunId> ids) => Read(Key("last", ids), context =>
        // Of a row but one column: for whole rows the query numbers all events that there are, of anyone's runs.
        context.Runs.AsNoTracking().Where(run => ids.Contains(run.Id))
            .Select(run => new
            {
                run.Id,
                Body = context.Events.Where(row => row.RunId == run.Id && row.Body.StartsWith(RunEventRow.EpochStart))
                    .OrderByDescending(row => row.Number).Select(row => row.Body).FirstOrDefault(),
            }))
        .Where(run => run.Body is not null).ToLookup(run => run.Id, run => (EpochTrained)StoredJson.Read<RunEvent>(run.Body!));

    private IReadOnlyList<T> Read<T>(object? key, Func<MnistBlazorContext, IEnumerable<T>> query) => store.IsOpen
        ? reads.Read<IReadOnlyList<T>>(key, context => (List<T>)[.. query(context)])
        : [];

    private static object Key(string what, IEnumerable<RunId> ids) => (what, string.Concat(ids));

    private static IQueryable<Run> Of(MnistBlazorContext context, LearnerId owner) =>
        context.Runs.AsNoTracking().Where(run => run.Owner == owner && run.DeletedAt == null);
}
