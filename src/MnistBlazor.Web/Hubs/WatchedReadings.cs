using System.Threading.RateLimiting;

namespace MnistBlazor.Web.Hubs;

/// <summary>
/// How many drawings are read for watch pages: anyone with a link can draw there, and learners' own pads come first. Thread-safe.
/// </summary>
public sealed class WatchedReadings : IDisposable
{
    /// <summary>In a second, of one connection, of an address and of all.</summary>
    public const int PerConnection = 6, PerAddress = 40, InAll = 60;

    private readonly PartitionedRateLimiter<(string Connection, string Address)> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(string Connection, string Address), string>(
            reader => RateLimitPartition.GetFixedWindowLimiter(reader.Connection, _ => Bound(PerConnection))),
        PartitionedRateLimiter.Create<(string Connection, string Address), string>(
            reader => RateLimitPartition.GetFixedWindowLimiter(reader.Address, _ => Bound(PerAddress))),
        PartitionedRateLimiter.Create<(string Connection, string Address), int>(
            _ => RateLimitPartition.GetFixedWindowLimiter(0, _ => Bound(InAll))));

    /// <param name="connection">Its id.</param>
    /// <param name="address">Where it comes from.</param>
    /// <returns>Whether one more may be read now.</returns>
    public bool Allows(string connection, string address)
    {
        using var lease = _limiter.AttemptAcquire((connection, address));
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static FixedWindowRateLimiterOptions Bound(int readings) =>
        new() { PermitLimit = readings, Window = TimeSpan.FromSeconds(1), QueueLimit = 0 };
}
