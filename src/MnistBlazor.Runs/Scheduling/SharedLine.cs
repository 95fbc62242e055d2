using MnistBlazor.Runs.Execution;

namespace MnistBlazor.Runs.Scheduling;

/// <summary>
/// What a worker's thread and whoever brings it runs from a line that several processes share tell one another. The thread asks and is
/// never kept waiting.
/// </summary>
/// <param name="othersWait">Answers at once.</param>
internal sealed class SharedLine(Func<bool> othersWait)
{
    /// <summary>Others wait in the line: a run that has had its slice gives way.</summary>
    public bool OthersWait => othersWait();

    /// <summary>
    /// A run has given way, with its newest checkpoint recorded: it belongs into the line. Called on the worker's thread.
    /// </summary>
    public event Action<LiveRun>? HandedBack;

    internal void HandBack(LiveRun run) => HandedBack?.Invoke(run);
}
