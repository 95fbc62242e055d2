namespace MnistBlazor.Web.Hosting.Bounds;

/// <summary>
/// Says in the log what was refused, once a minute and summed up: a line for each would let anyone fill it. Addresses are counted, not
/// named. Thread-safe.
/// </summary>
public sealed partial class RefusalLog : IDisposable
{
    /// <summary>Addresses told apart in a minute; those past it count as one.</summary>
    private const int MostAddresses = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ILogger<RefusalLog> _logger;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Dictionary<string, (int Count, HashSet<string> Addresses)> _refused = [];

    public RefusalLog(ILogger<RefusalLog> logger, TimeProvider time)
    {
        _logger = logger;
        _timer = time.CreateTimer(_ => Say(), null, Interval, Interval);
    }

    /// <param name="what">In the plural: <c>hub calls</c>.</param>
    public void Count(string what, Visitor visitor)
    {
        lock (_gate)
        {
            var (count, addresses) = _refused.TryGetValue(what, out var known) ? known : (0, []);
            if (addresses.Count < MostAddresses) addresses.Add(visitor.Address);
            _refused[what] = (count + 1, addresses);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Say();
    }

    private void Say()
    {
        Dictionary<string, (int, HashSet<string>)> refused;
        lock (_gate) (refused, _refused) = (_refused, []);
        foreach (var (what, (count, addresses)) in refused) Refused(_logger, count, what, addresses.Count);
    }

    [LoggerMessage(LogLevel.Warning, "Refused {Count} {What} of {Addresses} addresses in the last minute.")]
    private static partial void Refused(ILogger logger, int count, string what, int addresses);
}
