using System.Threading.RateLimiting;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Hubs;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Hosting;

/// <summary>Marks an endpoint that sends a file, which takes a slow line a while.</summary>
public sealed class DownloadAttribute : Attribute;

/// <summary>
/// How many requests one learner, or one address that has no learner yet, may make, and all learners of an address together; how many
/// sockets and downloads may be open at a time. Far above what people do, a lecture hall behind one address included.
/// </summary>
public static class RequestLimits
{
    /// <summary>A page holds two or three.</summary>
    private const int MaxSocketsPerLearner = 60;

    private const int MaxDownloadsPerLearner = 8;

    public static IServiceCollection AddRequestLimits(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<RefusalLog>();
        return services.AddRateLimiter(limits =>
        {
            limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                Limiters.Rate<HttpContext>(context => Visitor.Of(context).Name, 1200, 120),
                Limiters.Rate<HttpContext>(context => Visitor.Of(context).Address, 12_000, 1200),
                AtOnce(IsSocket, MaxSocketsPerLearner, options.MaxSocketsPerAddress, options.MaxSockets),
                AtOnce(IsDownload, MaxDownloadsPerLearner, options.MaxDownloadsPerAddress, options.MaxDownloads));
            limits.OnRejected = (rejected, _) => new(RefuseAsync(rejected.HttpContext));
        });
    }

    /// <summary>Before learners get their ids: else a new one for each request would pass every limit.</summary>
    public static IApplicationBuilder UseRequestLimits(this IApplicationBuilder app) => app.UseRateLimiter();

    private static async Task RefuseAsync(HttpContext context)
    {
        var what = IsDownload(context) ? "downloads" : IsSocket(context) ? "connections" : "requests";
        context.RequestServices.GetRequiredService<RefusalLog>().Count(what, Visitor.Of(context));
        await Refusals.AnswerAsync(
            context, StatusCodes.Status429TooManyRequests, context.RequestServices.GetRequiredService<Wording>()["refused." + what]);
    }

    private static PartitionedRateLimiter<HttpContext> AtOnce(
        Func<HttpContext, bool> counts, int perLearner, int perAddress, int inAll) =>
        PartitionedRateLimiter.CreateChained(
            Limiters.AtOnce<HttpContext>(
                context => counts(context) && Visitor.Of(context) is { Learner: not null } visitor ? visitor.Name : null, _ => perLearner),
            Limiters.AtOnce<HttpContext>(context => counts(context) ? Visitor.Of(context).Address : null, _ => perAddress),
            Limiters.AtOnce<HttpContext>(context => counts(context) ? "" : null, _ => inAll));

    private static bool IsDownload(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<DownloadAttribute>() is not null;

    // What goes the long way round, without a socket, is a request that stays as well.
    private static bool IsSocket(HttpContext context) =>
        Stopping.IsSocket(context)
        || context.Request.Path.StartsWithSegments(RunHub.Path) || context.Request.Path.StartsWithSegments("/_blazor");
}
