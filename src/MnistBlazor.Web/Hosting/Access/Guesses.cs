using System.Net;
using System.Threading.RateLimiting;
using MnistBlazor.Web.Hosting.Bounds;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// Slows down who tries tokens: ten wrong ones from one address, then one every ten seconds. Right ones do not count, since a whole class
/// may come from one address. Thread-safe.
/// </summary>
public sealed class Guesses : IDisposable
{
    /// <summary>Wrong tokens before an address has to wait.</summary>
    public const int Burst = 10;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(10),
            QueueLimit = 0,
        }));

    /// <param name="isRight">Asked only when the address may try.</param>
    /// <returns>Null: the address has to wait before it may try again.</returns>
    public bool? Try(IPAddress? address, Func<bool> isRight)
    {
        var from = Visitor.AddressOf(address);
        // Asked for nothing, the limiter is content with a part of a try, of which there is always some.
        if (_limiter.GetStatistics(from) is { CurrentAvailablePermits: < 1 }) return null;
        if (isRight()) return true;
        using var counted = _limiter.AttemptAcquire(from);
        return counted.IsAcquired ? false : null;
    }

    public void Dispose() => _limiter.Dispose();
}
