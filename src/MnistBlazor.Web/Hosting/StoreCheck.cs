using Microsoft.Extensions.Diagnostics.HealthChecks;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// Whether what happens is also kept. Training and pages go on without, so a store that fails is "degraded" and not "unhealthy".
/// </summary>
public sealed class StoreCheck(StoreHealth store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default) =>
        Task.FromResult(store.Writable ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(store.Failure));
}
