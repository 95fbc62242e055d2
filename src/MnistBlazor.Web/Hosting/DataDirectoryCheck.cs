using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MnistBlazor.Web.Hosting;

/// <summary>Whether the data directory is there and can be written, has room, and holds keys that can be read.</summary>
public sealed class DataDirectoryCheck(ServerOptions options) : IHealthCheck
{
    /// <summary>Bytes left on the disk.</summary>
    internal Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation = default) =>
        Task.FromResult(Problem() is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());

    private string? Problem()
    {
        var folder = options.DataDirectory;
        if (!Directory.Exists(folder)) return "The data directory is gone.";
        try
        {
            if (FreeBytes(folder) < DataDirectory.LeastFreeBytes) return "The disk of the data directory is nearly full.";
            DataDirectory.Probe(folder, toDisk: false); // cheap: strangers may ask as well
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "The data directory cannot be written.";
        }
        return LearnerKeys.Damaged(folder) is null ? null : "The keys that learners are known by cannot be read.";
    }
}
