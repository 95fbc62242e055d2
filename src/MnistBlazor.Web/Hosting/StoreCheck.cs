using Microsoft.Extensions.Diagnostics.HealthChecks;
using MnistBlazor.Runs;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// Whether what happens is also kept. Training and pages go on without, so a store that fails is "degraded" and not "unhealthy".
/// </summary>
public sealed class StoreCheck(RunsHealth runs) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default) =>
        Task.FromResult(runs.StoreWritable ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(runs.StoreFailure));
}
