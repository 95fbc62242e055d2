namespace MnistBlazor.Runs.Storage;

/// <summary>Whether the store takes what is written to it. Thread-safe.</summary>
internal sealed class StoreHealth
{
    private volatile string? _failure = "The store is not open yet.";

    public bool Writable => _failure is null;

    /// <summary>What the last attempt to write met; null while all is well. For the operator: it may name paths.</summary>
    public string? Failure => _failure;

    internal void Works() => _failure = null;

    /// <returns>Whether this is news.</returns>
    internal bool Fails(Exception exception)
    {
        var news = _failure is null;
        _failure = exception.GetBaseException().Message;
        return news;
    }
}
