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

    public static IServiceCollection AddLiveConnections(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents(circuit =>
            {
                circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(10);
                circuit.DisconnectedCircuitMaxRetained = 200;
                circuit.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(30);
                circuit.MaxBufferedUnacknowledgedRenderBatches = 10;
            })
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MaxCircuitMessageBytes);
        services.AddSignalR().AddHubOptions<RunHub>(hub =>
        {
            hub.MaximumReceiveMessageSize = 4 << 10;
            hub.MaximumParallelInvocationsPerClient = 1;
            hub.StreamBufferCapacity = 1;
        });
        services.AddSingleton<Spectators>();
        services.AddSingleton<WatchedReadings>();
        services.AddMudServices();
        services.AddTransient<MudLocalizer, MudWords>();
        services.AddHttpContextAccessor();
        return services;
    }
}
