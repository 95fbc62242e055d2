using Microsoft.AspNetCore.Components.Server.Circuits;
using MnistBlazor.Notebook;

namespace MnistBlazor.Web.Hosting.Metrics;

/// <summary>/metrics: the app's numbers for its operator. They say nothing about who learns here.</summary>
public static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <exception cref="StartupProblem">A setting is wrong.</exception>
    public static IServiceCollection AddMetrics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new MetricsReaders(Settings.Read<MetricsOptions>(configuration, "Metrics")));
        services.AddSingleton(provider => new MetricsCollector("mnistblazor.", provider.GetRequiredService<NotebookMetrics>().Owns));
        services.AddSingleton<CircuitHandler, CircuitCount>();
        return services;
    }

    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        // Made before anything is measured, and before a page asks for it.
        endpoints.ServiceProvider.GetServices<CircuitHandler>();
        var collector = endpoints.ServiceProvider.GetRequiredService<MetricsCollector>();
        endpoints.MapGet(Path, (HttpContext context, MetricsReaders readers) =>
            readers.Allow(context.Connection.RemoteIpAddress, PassedOn(context.Request))
                ? Results.Text(PrometheusText.Write([.. collector.Collect(), .. ProcessMetrics.Read()]), PrometheusText.ContentType)
                : Results.Text("The metrics are read on the server itself; Metrics__ReadableFrom names other networks that may.", statusCode: StatusCodes.Status403Forbidden));
        return endpoints;
    }

    private static bool PassedOn(HttpRequest request) => request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("Forwarded");
}
