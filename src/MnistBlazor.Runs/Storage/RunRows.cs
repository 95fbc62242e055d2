using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage;

/// <summary>Reads the rows of a learner's runs by the page: what is asked of all of them is asked without reading their options.</summary>
internal sealed class RunRows(StoreReads reads, RunStore store)
{
    /// <summary>Those that are not deleted, newest first.</summary>
    /// <param name="most">The newest so many.</param>
    public IReadOnlyList<(RunId Id, DateTimeOffset CreatedAt)> Ids(LearnerId owner, int most) => Read(("ids", owner, most), context =>
        Of(context, owner).OrderByDescending(run => run.CreatedAt).Take(most).Select(run => new { run.Id, run.CreatedAt })
            .AsEnumerable().Select(run => (run.Id, run.CreatedAt)));

    /// <summary>How many are not deleted, but for some.</summary>
    public int CountWithout(LearnerId owner, IReadOnlyCollection<RunId> some) => Read<int>((Key("count", some), owner), context =>
        [Of(context, owner).Count(), -Of(context, owner).Count(run => some.Contains(run.Id))]).Sum();

    /// <summary>The lessons that the learner has runs of.</summary>
    public IReadOnlyList<string> Lessons(LearnerId owner) =>
        Read(("lessons", owner), context => Of(context, owner).Select(run => run.Lesson).Distinct());

    /// <summary>The ended ones and the bytes of their checkpoints and weights, newest first.</summary>
    public IReadOnlyList<StoredRun> Ended(LearnerId owner) => Read(("stored", owner), context =>
        Stored(context, Ended(context, owner).OrderByDescending(run => run.CreatedAt)));

    /// <summary>Of each of the ended ones the bytes, in no order.</summary>
    public IReadOnlyList<long> Sizes(LearnerId owner) => Read(("sizes", owner), context =>
        Ended(context, owner).Select(run =>
            context.Checkpoints.Where(checkpoint => checkpoint.RunId == run.Id).Sum(checkpoint => (long)checkpoint.Bytes)
                + context.EarlyWeights.Where(weights => weights.RunId == run.Id).Sum(weights => weights.Bytes)));

    /// <summary>The oldest of the ended ones without a star.</summary>
    /// <param name="some">Takes as many as it needs; the others are not read.</param>
    public IReadOnlyList<StoredRun> Oldest(LearnerId owner, Func<IEnumerable<StoredRun>, IEnumerable<StoredRun>> some) =>
        Read(("oldest", owner), context =>
            some(Stored(context, Ended(context, owner).Where(run => !run.Starred).OrderBy(run => run.CreatedAt))));

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

    private static IEnumerable<StoredRun> Stored(MnistBlazorContext context, IQueryable<Run> runs) => runs
        .Select(run => new
        {
            run.Id, run.CreatedAt, run.Starred,
            Bytes = context.Checkpoints.Where(checkpoint => checkpoint.RunId == run.Id).Sum(checkpoint => (long)checkpoint.Bytes)
                + context.EarlyWeights.Where(weights => weights.RunId == run.Id).Sum(weights => weights.Bytes),
        })
        .AsEnumerable().Select(run => new StoredRun(run.Id, run.CreatedAt, run.Starred, run.Bytes));

    private static IQueryable<Run> Ended(MnistBlazorContext context, LearnerId owner) => Of(context, owner)
        .Where(run => run.Status != RunStatus.Queued && run.Status != RunStatus.Running && run.Status != RunStatus.Paused);

    private static object Key(string what, IEnumerable<RunId> ids) => (what, string.Concat(ids));

    private static IQueryable<Run> Of(MnistBlazorContext context, LearnerId owner) =>
        context.Runs.AsNoTracking().Where(run => run.Owner == owner && run.DeletedAt == null);
}
