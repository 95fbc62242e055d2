using Microsoft.Extensions.Diagnostics.HealthChecks;
using MnistBlazor.Runs;

namespace MnistBlazor.Web.Hosting;

/// <summary>Whether runs are trained: without their threads the app is of no use until it is started again.</summary>
public sealed class WorkerCheck(RunsHealth runs) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default) =>
        Task.FromResult(runs.WorkersAlive
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("A training thread does not answer."));
}
