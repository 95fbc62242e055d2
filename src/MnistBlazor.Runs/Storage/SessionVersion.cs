using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// What an open notebook goes on from: the version that it was read in, or any that it has written itself. Each saving writes another one,
/// which names the writer, so that one whose answer was lost on the way is known again.
/// </summary>
/// <param name="read">Null: nothing was read.</param>
public sealed class SessionVersion(string? read = null)
{
    private int _savings;

    public string? Read { get; } = read;

    /// <summary>How the versions begin that are written here.</summary>
    internal string Writer { get; } = RunId.New().Value + ":";

    /// <summary>Whether a stored notebook is what this one goes on from.</summary>
    internal bool Knows(string stored) => stored == Read || stored.StartsWith(Writer, StringComparison.Ordinal);

    internal string Next() => Writer + Interlocked.Increment(ref _savings);
}

/// <summary>How a saving ended.</summary>
public enum SessionSaving
{
    Saved,

    /// <summary>There is no room for another notebook.</summary>
    NoRoom,

    /// <summary>Another process has saved a newer one, which stays.</summary>
    Outdated,
}
