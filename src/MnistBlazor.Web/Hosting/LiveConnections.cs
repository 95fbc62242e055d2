using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;
using MnistBlazor.Web.Hosting.Bounds;
using MnistBlazor.Web.Hubs;
using MnistBlazor.Web.Words;
using MudBlazor;
using MudBlazor.Services;

namespace MnistBlazor.Web.Hosting;

/// <summary>Components, circuits and the hub, with their bounds.</summary>
public static class LiveConnections
{
    /// <summary>The largest message from a browser to its circuit: a drawing of several thousand points fits.</summary>
    private const int MaxCircuitMessageBytes = 128 << 10;

    public static IServiceCollection AddLiveConnections(this IServiceCollection services, ServerOptions options)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents(circuit =>
            {
                circuit.DisconnectedCircuitRetentionPeriod = options.DisconnectedPageRetention;
                circuit.DisconnectedCircuitMaxRetained = options.MaxCircuits; // all that there may be: none drives out another
                circuit.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(30);
                circuit.MaxBufferedUnacknowledgedRenderBatches = 10;
            })
            .AddHubOptions(hub =>
            {
                hub.MaximumReceiveMessageSize = MaxCircuitMessageBytes;
                hub.AddFilter<CircuitBounds>();
            });
        services.AddSingleton<CircuitPlaces>();
        services.AddSingleton<CircuitEnd>();
        services.AddSingleton<CircuitBounds>();
        services.AddScoped<CircuitHandler, CircuitPlaces.Keeper>();
        services.AddSingleton<HubBounds>();
        services.AddSingleton<DrawingLimits>();
        services.AddSignalR().AddHubOptions<RunHub>(hub =>
        {
            hub.MaximumReceiveMessageSize = 4 << 10;
            hub.MaximumParallelInvocationsPerClient = 1;
            hub.StreamBufferCapacity = 1;
            hub.AddFilter<HubBounds>();
        });
        services.AddSingleton(new Spectators(options.MaxSpectatorsPerAddress));
        services.AddSingleton<WatchedReadings>();
        services.AddMudServices();
        services.AddTransient<MudLocalizer, MudWords>();
        services.AddHttpContextAccessor();
        return services;
    }
}
