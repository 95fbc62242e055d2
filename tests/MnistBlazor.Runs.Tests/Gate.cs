namespace MnistBlazor.Runs.Tests;

/// <summary>
/// Holds training up until a test opens it. A server's end waits for its batch in progress, so a test that fails with its gate
/// closed would hang and never say why: whoever has waited for two minutes opens it.
/// </summary>
/// <param name="open">From the start.</param>
internal sealed class Gate(bool open = false) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ManualResetEventSlim _open = new(open);

    public bool IsSet => _open.IsSet;

    public void Wait()
    {
        if (!_open.Wait(Limit)) Set();
    }

    public void Set() => _open.Set();

    public void Dispose() => _open.Dispose();
}
