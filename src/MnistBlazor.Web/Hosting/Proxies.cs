using Microsoft.AspNetCore.HttpOverrides;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// Lets the app stand behind a proxy: whom it believes about who asks and how (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>), and under
/// which path it is reached. docs/proxy.md says how a proxy is set.
/// </summary>
public static class Proxies
{
    /// <exception cref="StartupProblem">A network or the path is none.</exception>
    public static IServiceCollection AddProxies(this IServiceCollection services, ServerOptions options)
    {
        var networks = Networks.Parse(options.Proxies, "MnistBlazor__Proxies");
        if (!IsPath(options.PathBase))
            throw new StartupProblem(
                $"MnistBlazor__PathBase is \"{options.PathBase}\": it begins with a slash and does not end with one, like /mnist.");
        return services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var network in networks) forwarded.KnownIPNetworks.Add(network);
        });
    }

    /// <summary>First of all that looks at addresses. Without a network that is set, nobody is believed.</summary>
    public static IApplicationBuilder UseProxies(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<ServerOptions>();
        if (options.Proxies.Length > 0) app.UseForwardedHeaders();
        if (options.PathBase.Length == 0) return app;
        return app.Use((context, next) =>
        {
            // Whether the proxy keeps the path or takes it away: pages say it in their addresses.
            if (context.Request.Path.StartsWithSegments(options.PathBase, out var rest)) context.Request.Path = rest.HasValue ? rest : "/";
            context.Request.PathBase = options.PathBase;
            return next(context);
        });
    }

    private static bool IsPath(string path) =>
        path.Length == 0 || path.Length > 1 && path[0] == '/' && path[^1] != '/' && path == new PathString(path).ToUriComponent();
}
