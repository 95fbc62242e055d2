namespace MnistBlazor.Runs.Storage;

/// <summary>Whether the store takes what is written to it, and answers who reads. Thread-safe.</summary>
internal sealed class StoreHealth
{
    private volatile string? _failure = "The store is not open yet.";
    private volatile bool _away;

    public bool Writable => _failure is null;

    /// <summary>What the last attempt to write met; null while all is well. For the operator: it may name paths.</summary>
    public string? Failure => _failure;

    /// <summary>A database that others share does not answer at present: what is shown of it is what was read last.</summary>
    public bool IsAway => _away;

    internal void GoesAway() => _away = true;

    internal void Answers() => _away = false;

    internal void Works() => _failure = null;

    /// <returns>Whether this is news.</returns>
    internal bool Fails(Exception exception)
    {
        var news = _failure is null;
        _failure = exception.GetBaseException().Message;
        return news;
    }
}
