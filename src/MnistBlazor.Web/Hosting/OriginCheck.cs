using MnistBlazor.Web.Hubs;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// Keeps other sites' pages from acting with a visitor's cookies: what opens a socket, a hub or a circuit, or changes something, comes
/// from a page of this server. A program that is no browser says no origin, and brings no one's cookies but its own.
/// </summary>
public static class OriginCheck
{
    /// <summary>After the host was checked: origins are held against it.</summary>
    public static IApplicationBuilder UseOriginCheck(this IApplicationBuilder app) => app.Use((context, next) =>
        !Acts(context) || IsOwn(context.Request)
            ? next(context)
            : Refusals.AnswerAsync(context, StatusCodes.Status403Forbidden, "This has to come from a page of this server."));

    private static bool Acts(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method)
        || Stopping.IsSocket(context)
        || context.Request.Path.StartsWithSegments(RunHub.Path)
        || context.Request.Path.StartsWithSegments("/_blazor");

    private static bool IsOwn(HttpRequest request) => request.Headers.Origin.ToString() switch
    {
        "" => request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none",
        // By host and port: a proxy may take the encryption away, and with it the scheme.
        var origin => Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && page.Scheme is ("http" or "https")
            && page.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && (request.Host.Port is { } port ? page.Port == port : page.IsDefaultPort),
    };
}
