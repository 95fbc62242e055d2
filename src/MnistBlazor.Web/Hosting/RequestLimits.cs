using System.Threading.RateLimiting;

namespace MnistBlazor.Web.Hosting;

/// <summary>How many requests one learner, or one address that has no learner yet, may make. Far above what a person does.</summary>
public static class RequestLimits
{
    private const int Burst = 1200, PerSecond = 120;

    public static IServiceCollection AddRequestLimits(this IServiceCollection services) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetTokenBucketLimiter(Partition(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                TokensPerPeriod = PerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
    });

    /// <summary>Before learners get their ids: else a new one for each request would pass every limit.</summary>
    public static IApplicationBuilder UseRequestLimits(this IApplicationBuilder app) => app.UseRateLimiter();

    private static string Partition(HttpContext context) => LearnerIdentity.IsKnown(context.User)
        ? "learner " + LearnerIdentity.Of(context.User)
        : "address " + context.Connection.RemoteIpAddress;
}
