using System.Threading.RateLimiting;

namespace MnistBlazor.Web.Hosting.Bounds;

/// <summary>
/// How many of something may be held at a time: by a learner, from an address by those who show no cookie, from an address, in all. Who
/// comes when there is no place stays out; nobody loses one to somebody else. Thread-safe.
/// </summary>
public sealed class Places(int perLearner, int ofStrangers, int perAddress, int inAll) : IDisposable
{
    private readonly PartitionedRateLimiter<Visitor> _limiter = PartitionedRateLimiter.CreateChained(
        Limiters.AtOnce<Visitor>(visitor => visitor.Name, visitor => visitor.Learner is null ? Math.Max(1, ofStrangers) : perLearner),
        Limiters.AtOnce<Visitor>(visitor => visitor.Address, _ => perAddress),
        Limiters.AtOnce<Visitor>(_ => "", _ => inAll));

    public bool HasRoom(Visitor visitor) => MayHold(visitor) && _limiter.GetStatistics(visitor) is not { CurrentAvailablePermits: < 1 };

    /// <returns>To be disposed when it is free again; null: there is none.</returns>
    public IDisposable? Take(Visitor visitor)
    {
        if (!MayHold(visitor)) return null;
        var lease = _limiter.AttemptAcquire(visitor);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        return null;
    }

    public void Dispose() => _limiter.Dispose();

    private bool MayHold(Visitor visitor) => visitor.Learner is not null || ofStrangers > 0;
}
