using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>What keeps a lesson from training again by itself when a slider has moved.</summary>
public enum LiveObstacle
{
    None,

    /// <summary>There is no training to go by, or one that the learner has paused.</summary>
    NotTrained,

    /// <summary>It would take longer than <see cref="LiveTraining.Longest"/>.</summary>
    TooLong,

    /// <summary>Someone else trains or waits to.</summary>
    OthersWait,
}

/// <summary>
/// Trains again whenever a slider has set a parameter, as long as that is quick and in nobody's way: what is seen follows the hand.
/// A training in progress is stopped first. Not thread-safe: the page's renderer calls it.
/// </summary>
public sealed class LiveTraining(Lesson lesson, NotebookSession session)
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private bool _wanted;

    /// <summary>The learner's switch.</summary>
    public bool On { get; set; } = true;

    /// <param name="last">The run that the notebook shows.</param>
    /// <param name="epochs">As set now.</param>
    /// <param name="now">Until when a training in progress has taken its time.</param>
    public static LiveObstacle Obstacle(Run? last, int epochs, RunQueueState queue, DateTimeOffset now)
    {
        var own = last is { Ended: false } ? 1 : 0;
        if (queue.Length + queue.Running > own) return LiveObstacle.OthersWait;
        if (last is not { StartedAt: { } started, Epoch: > 0, Status: not RunStatus.Paused }) return LiveObstacle.NotTrained;
        // One in progress would be stopped: that may cost no more than the new one.
        if (!last.Ended) epochs = Math.Max(epochs, last.Options.Epochs);
        return ((last.EndedAt ?? now) - started) / last.Epoch * epochs > Longest ? LiveObstacle.TooLong : LiveObstacle.None;
    }

    /// <summary>A slider has set a parameter.</summary>
    public void Slid(LiveObstacle obstacle)
    {
        if (!On || obstacle != LiveObstacle.None) return;
        _wanted = true;
        if (session.State.Busy) session.Stop();
        Continue();
    }

    /// <summary>The notebook has changed: what was to be stopped may have.</summary>
    public void Continue()
    {
        var state = session.State;
        if (!_wanted || state.Busy) return;
        _wanted = false;
        // With what was computed from the last training, so that its accuracy follows too.
        foreach (var cell in state.Cells.Where(cell => cell.Output is not null && cell.Validity == CellValidity.Stale))
            session.Run(cell.Id);
        if (lesson.Cells.FirstOrDefault(cell => cell.HoldsRun) is { } training && state.Cell(training.Id).Validity == CellValidity.Aborted)
            session.Run(training.Id);
    }
}
