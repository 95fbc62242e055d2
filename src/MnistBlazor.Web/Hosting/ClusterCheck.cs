using Microsoft.Extensions.Diagnostics.HealthChecks;
using MnistBlazor.Cluster.Nodes;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// Whether this node has the others that it needs. Without them it still serves what it can: that is no reason to send it nobody.
/// </summary>
public sealed class ClusterCheck(ClusterNodes nodes) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default) =>
        Task.FromResult(
            !nodes.IsRedisThere ? HealthCheckResult.Degraded("Redis does not answer: nodes that come or go are not noticed.")
            : nodes.Workers == 0 ? HealthCheckResult.Degraded("No node trains: runs wait.")
            : HealthCheckResult.Healthy());
}
