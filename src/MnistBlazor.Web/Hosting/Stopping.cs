using Microsoft.AspNetCore.Http.Features;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// Lets the app stop at once. Browsers reconnect the moment their socket closes, and a server that still listened would take them
/// in again and then wait for them to leave.
/// </summary>
public static class Stopping
{
    /// <summary>First of all: what is open as a socket ends with the app, and nothing new begins after that.</summary>
    public static IApplicationBuilder UsePromptStop(this IApplicationBuilder app)
    {
        var stopping = app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        return app.Use(async (context, next) =>
        {
            if (stopping.IsCancellationRequested)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.Connection = "close";
                return;
            }
            // A token that is cancelled already aborts right here.
            using var abort = IsSocket(context) ? stopping.Register(context.Abort) : default;
            await next(context);
        });
    }

    /// <summary>Whether the request asks for a connection that stays.</summary>
    public static bool IsSocket(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
