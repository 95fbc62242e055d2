using Microsoft.Extensions.Diagnostics.HealthChecks;
using MnistBlazor.Runs;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// Whether what happens is also kept. Training and pages go on without, but what they do may be lost. What the store met stands in the log:
/// it may name paths.
/// </summary>
public sealed class StoreCheck(RunsHealth runs) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default) =>
        Task.FromResult(
            !runs.StoreExists ? HealthCheckResult.Unhealthy("The store is not there.")
            : !runs.StoreWritable ? HealthCheckResult.Unhealthy("The store cannot be written.")
            : HealthCheckResult.Healthy());
}
