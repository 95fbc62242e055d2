using System.Collections.Concurrent;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>
/// For what takes seconds: in the lane of the cells, piece by piece, so that others' work runs in between; one survey of a learner at a
/// time. Thread-safe.
/// </summary>
internal sealed class SurveyLane(EvaluationLane lane)
{
    private readonly ConcurrentDictionary<LearnerId, bool> _busy = [];

    /// <returns>Null too when another survey of the learner is under way.</returns>
    public async Task<T?> AloneAsync<T>(LearnerId learner, Func<Task<T?>> survey) where T : class
    {
        if (!_busy.TryAdd(learner, true)) return null;
        try
        {
            return await survey();
        }
        finally
        {
            _busy.TryRemove(learner, out _);
        }
    }

    /// <param name="next">One piece: whether it was the last, and how much is done, 0 to 1.</param>
    public async Task<TResult> InPiecesAsync<TSurvey, TResult>(
        Func<TSurvey> begin, Func<TSurvey, (bool Finished, double Progress)> next, Func<TSurvey, TResult> end, IProgress<double>? progress,
        CancellationToken cancellation) where TSurvey : IDisposable
    {
        var survey = await lane.RunAsync(begin, cancellation);
        try
        {
            for (var finished = false; !finished;)
            {
                (finished, var share) = await lane.RunAsync(() => next(survey), cancellation);
                progress?.Report(share);
            }
            return await lane.RunAsync(() => end(survey), cancellation);
        }
        finally
        {
            // Whoever stops does not wait for the piece that is being computed: its tensors go after it.
            _ = lane.RunAsync(() => { survey.Dispose(); return true; }, CancellationToken.None);
        }
    }
}
