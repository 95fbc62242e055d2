using System.Threading.RateLimiting;

namespace MnistBlazor.Web.Hosting.Bounds;

/// <summary>Limiters that count by a name: of a learner, of an address, or of nobody, which is all together.</summary>
internal static class Limiters
{
    /// <summary>At most so many at once, and then so many a second.</summary>
    /// <param name="name">Null: it does not count.</param>
    /// <param name="inLine">How many wait for their turn; past it, and where it is 0, they are refused.</param>
    public static PartitionedRateLimiter<T> Rate<T>(Func<T, string?> name, int burst, int perSecond, int inLine = 0) =>
        PartitionedRateLimiter.Create<T, string>(one => name(one) is { } key
            ? RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = burst,
                TokensPerPeriod = Math.Max(1, perSecond / 10),
                ReplenishmentPeriod = TimeSpan.FromSeconds(0.1),
                QueueLimit = inLine,
            })
            : RateLimitPartition.GetNoLimiter(""));

    /// <summary>At most so many at the same time.</summary>
    /// <param name="name">Null: it does not count.</param>
    public static PartitionedRateLimiter<T> AtOnce<T>(Func<T, string?> name, Func<T, int> most) =>
        PartitionedRateLimiter.Create<T, string>(one => name(one) is { } key
            ? RateLimitPartition.GetConcurrencyLimiter(
                key, _ => new ConcurrencyLimiterOptions { PermitLimit = most(one), QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(""));
}
