using Microsoft.AspNetCore.Components.Server;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// What the browser is told to refuse. Scripts come from files of the app and from nowhere else; styles may be inline, because
/// MudBlazor's components, charts and formulas set them.
/// </summary>
public static class SecurityHeaders
{
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request.Host);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        return next(context);
    });

    /// <summary>Blazor would add a second policy with its own view on framing; ours has one already.</summary>
    public static void WithoutBlazorsOwnPolicy(ServerComponentsEndpointOptions options) =>
        options.ContentSecurityFrameAncestorsPolicy = null;

    private static string Policy(HostString host)
    {
        // Not every browser takes 'self' to mean WebSockets too, so the app's own are named. The host has been checked: see HostCheck.
        return "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            + $"font-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; object-src 'none'; base-uri 'self'; "
            + "form-action 'self'; "
            + "frame-ancestors 'none'";
    }
}
