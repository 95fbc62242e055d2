using System.Threading.RateLimiting;

namespace MnistBlazor.Web.Hosting.Bounds;

/// <summary>
/// How often a collection of drawings may be changed, since each change writes the collection anew; and how many photographs may be on
/// their way in, each of which is in memory. By one learner, by all of an address.
/// </summary>
public sealed class DrawingLimits : IDisposable
{
    /// <summary>At once: the ten digits as classes, and some.</summary>
    public const int Burst = 30;

    private readonly PartitionedRateLimiter<Visitor> _limiter = PartitionedRateLimiter.CreateChained(
        Limiters.Rate<Visitor>(visitor => visitor.Name, Burst, 10), Limiters.Rate<Visitor>(visitor => visitor.Address, 300, 50));

    private readonly Places _photographs = new(1, 0, 3, 4);

    /// <returns>Whether one more change may be made now.</returns>
    public bool Allows(Visitor visitor)
    {
        using var lease = _limiter.AttemptAcquire(visitor);
        return lease.IsAcquired;
    }

    /// <returns>To be disposed once it has been read; null: others' have to be read first.</returns>
    public IDisposable? TakePhotograph(Visitor visitor) => _photographs.Take(visitor);

    public void Dispose()
    {
        _limiter.Dispose();
        _photographs.Dispose();
    }
}
