using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;

namespace MnistBlazor.Web.Hosting.Bounds;

/// <summary>
/// Between browsers and their circuits: how many circuits there may be, and how fast they are sent messages. Messages past that are not
/// refused, of which a circuit would die: they wait, and with them whatever else their sender has to say.
/// </summary>
public sealed class CircuitBounds(CircuitPlaces places, RefusalLog refusals, CircuitEnd end) : IHubFilter, IDisposable
{
    /// <summary>What a refused browser is told; js/start.js shows the sentence.</summary>
    private const string Full = "full";

    private const string Circuit = "circuit";

    /// <summary>Messages of one learner at once, and then a second. A pad sends a few a second, a slider that is dragged some dozens.</summary>
    public const int Burst = 600, PerSecond = 150;

    /// <summary>A file comes in many messages, each of which costs little.</summary>
    private const int ChunksPerMessage = 20;

    private const int OfAddress = 15, InLine = 1_000_000;

    private readonly PartitionedRateLimiter<Visitor> _messages = PartitionedRateLimiter.CreateChained(
        Limiters.Rate<Visitor>(
            visitor => visitor.Name, Burst * ChunksPerMessage, PerSecond * ChunksPerMessage, InLine),
        Limiters.Rate<Visitor>(
            visitor => visitor.Address, OfAddress * Burst * ChunksPerMessage, OfAddress * PerSecond * ChunksPerMessage, InLine));

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var visitor = Visitor.Of(invocation.Context.User);
        var method = invocation.HubMethodName;
        var cost = method == "ReceiveJSDataChunk" ? 1 : ChunksPerMessage;
        (await _messages.AcquireAsync(visitor, cost, invocation.Context.ConnectionAborted)).Dispose();
        return method is "StartCircuit" or "ResumeCircuit" ? await StartAsync(invocation, visitor, next) : await next(invocation);
    }

    /// <summary>Who shows no cookie keeps no circuit: its page is somebody new when it comes back.</summary>
    public async Task OnDisconnectedAsync(
        HubLifetimeContext lifetime, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        await next(lifetime, exception);
        if (lifetime.Context.Items.TryGetValue(Circuit, out var circuit)) await end.EndAsync((string)circuit!);
    }

    public void Dispose() => _messages.Dispose();

    private async Task<object?> StartAsync(
        HubInvocationContext invocation, Visitor visitor, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        object? secret = null;
        if (await places.TryStartAsync(visitor, async () => secret = await next(invocation)))
        {
            if (visitor.Learner is null) invocation.Context.Items[Circuit] = secret;
            return secret;
        }
        refusals.Count("pages", visitor);
        await invocation.Hub.Clients.Caller.SendAsync(Full, invocation.Context.ConnectionAborted);
        return null; // which a browser takes for "no circuit"
    }
}
