using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;

namespace MnistBlazor.Web.Hosting.Bounds;

/// <summary>
/// How often the hub of runs may be called, streams included: by one learner, and by all of an address, where a lecture hall may sit that
/// shows no cookies.
/// </summary>
public sealed class HubBounds(RefusalLog refusals, ILogger<HubBounds> logger) : IHubFilter, IDisposable
{
    /// <summary>Calls of one learner at once; a page that compares eight runs makes sixteen.</summary>
    public const int Burst = 200;

    private const int PerSecond = 20, BurstOfAddress = 2000, PerSecondOfAddress = 200;

    private readonly PartitionedRateLimiter<Visitor> _limiter = PartitionedRateLimiter.CreateChained(
        Limiters.Rate<Visitor>(visitor => visitor.Learner?.Value, Burst, PerSecond),
        Limiters.Rate<Visitor>(visitor => visitor.Address, BurstOfAddress, PerSecondOfAddress));

    /// <exception cref="HubException"><c>too-many-calls</c>: it has to wait a moment.</exception>
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var visitor = Visitor.Of(invocation.Context.User);
        using var lease = _limiter.AttemptAcquire(visitor);
        if (!lease.IsAcquired)
        {
            refusals.Count("hub calls", visitor);
            throw new HubException("too-many-calls");
        }
        try
        {
            return await next(invocation);
        }
        catch (Exception failure) when (failure is not (HubException or OperationCanceledException))
        {
            logger.LogError(failure, "A call of the hub failed.");
            throw;
        }
    }

    public void Dispose() => _limiter.Dispose();
}
