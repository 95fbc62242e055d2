using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Diagnostics.Metrics;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Web.Hosting.Access;
using OpenTelemetry.Metrics;

namespace MnistBlazor.Web.Hosting.Metrics;

/// <summary>/metrics: the app's numbers for its operator. They say nothing about who learns here.</summary>
public static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <exception cref="StartupProblem">A setting is wrong.</exception>
    public static IServiceCollection AddMetrics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new MetricsReaders(Settings.Read<MetricsOptions>(configuration, "Metrics")));
        services.AddSingleton<CircuitCount>();
        services.AddSingleton<CircuitHandler>(provider => provider.GetRequiredService<CircuitCount>());
        // Not OpenTelemetry's AddMeter, which listens to every app of the process.
        services.AddMetrics(metrics => metrics
            .EnableMetrics(RunsMetrics.MeterName, scopes: MeterScope.Local)
            .EnableMetrics(LessonsMetrics.MeterName, scopes: MeterScope.Local));
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddProcessInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter(exporter =>
            {
                exporter.ScopeInfoEnabled = false;
                exporter.TargetInfoEnabled = false;
                // Who looks again sees what has happened since.
                exporter.ScrapeResponseCacheDurationMilliseconds = 0;
            }));
        return services;
    }

    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        // Made before a page asks for it, so that its numbers are there from the start.
        endpoints.ServiceProvider.GetRequiredService<CircuitCount>();
        var readers = endpoints.ServiceProvider.GetRequiredService<MetricsReaders>();
        var passedOn = endpoints.ServiceProvider.GetRequiredService<ServerOptions>().IsPassedOn;
        endpoints.MapPrometheusScrapingEndpoint(Path).WithMetadata(new OpenToStrangersAttribute()).AddEndpointFilter(async (call, next) =>
            readers.Knows(call.HttpContext.Request.Headers.Authorization)
            || readers.Allow(call.HttpContext.Connection.RemoteIpAddress, passedOn || !LocalRequests.IsLocal(call.HttpContext))
                ? await next(call)
                : Results.Text(
                    "The metrics are read on the server itself, or with a token (Metrics__Token); "
                    + "Metrics__ReadableFrom names other networks that may.",
                    statusCode: StatusCodes.Status403Forbidden));
        return endpoints;
    }
}
