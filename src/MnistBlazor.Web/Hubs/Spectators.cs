using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Hubs;

/// <summary>
/// Who watches by a link, counted: each connection once for each run, whatever it reads of it. Owners are not counted, so that
/// spectators never keep them from their own runs. Thread-safe.
/// </summary>
/// <param name="maxPerAddress">Of all runs, from one network address.</param>
public sealed class Spectators(int maxPerAddress)
{
    /// <summary>A lecture hall.</summary>
    public const int MaxPerRun = 300;

    public const int MaxInAll = 3000;

    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, Dictionary<string, int>> _streamsOf = [];
    private readonly Dictionary<string, int> _ofAddress = [];
    private int _count;

    public int Count
    {
        get { lock (_gate) return _count; }
    }

    /// <param name="connection">Its id.</param>
    /// <param name="address">Where it comes from.</param>
    /// <param name="membership">To be disposed when the connection stops reading; null when there are too many spectators.</param>
    /// <returns>
    /// Null; or why the spectator has to stay out: <c>too-many-watchers</c> of this run or of this address, <c>server-full</c>.
    /// </returns>
    public string? Join(RunId run, string connection, string address, out IDisposable? membership)
    {
        membership = null;
        lock (_gate)
        {
            var connections = _streamsOf.GetValueOrDefault(run) ?? [];
            if (!connections.TryGetValue(connection, out var streams))
            {
                if (connections.Count >= MaxPerRun) return "too-many-watchers";
                if (_count >= MaxInAll) return "server-full";
                var ofAddress = _ofAddress.GetValueOrDefault(address);
                if (ofAddress >= maxPerAddress) return "too-many-watchers";
                _ofAddress[address] = ofAddress + 1;
                _count++;
            }
            connections[connection] = streams + 1;
            _streamsOf[run] = connections;
        }
        membership = new Membership(this, run, connection, address);
        return null;
    }

    private void Leave(RunId run, string connection, string address)
    {
        lock (_gate)
        {
            var connections = _streamsOf[run];
            if (--connections[connection] > 0) return;
            connections.Remove(connection);
            _count--;
            if (--_ofAddress[address] == 0) _ofAddress.Remove(address);
            if (connections.Count == 0) _streamsOf.Remove(run);
        }
    }

    private sealed class Membership(Spectators spectators, RunId run, string connection, string address) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) spectators.Leave(run, connection, address);
        }
    }
}
