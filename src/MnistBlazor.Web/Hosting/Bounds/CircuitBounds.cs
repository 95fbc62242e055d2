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

    private const string Place = "place";

    /// <summary>
    /// Messages of one learner at once, and then a second. A pad sends a few a second, a slider that is dragged some dozens.
    /// </summary>
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
        if (method is "StartCircuit" or "ResumeCircuit") return await StartAsync(invocation, visitor, next);
        places.Offer(PlaceOf(invocation.Context));
        return await next(invocation);
    }

    /// <summary>
    /// A circuit that never came alive is not kept, nor is one of a browser that shows no cookie: its page is somebody new when it comes
    /// back.
    /// </summary>
    public async Task OnDisconnectedAsync(
        HubLifetimeContext lifetime, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        await next(lifetime, exception);
        if (PlaceOf(lifetime.Context) is not { Circuit: { } circuit } place) return;
        using var unused = place.TakeOver();
        if (unused is not null || Visitor.Of(lifetime.Context.User).Learner is null) await end.EndAsync(circuit);
    }

    public void Dispose() => _messages.Dispose();

    private static CircuitPlace? PlaceOf(HubCallerContext connection) =>
        connection.Items.TryGetValue(Place, out var place) ? (CircuitPlace?)place : null;

    private async Task<object?> StartAsync(
        HubInvocationContext invocation, Visitor visitor, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (PlaceOf(invocation.Context) is not null) return await next(invocation); // which refuses a second one
        if (places.Take(visitor) is not { } place)
        {
            refusals.Count("pages", visitor);
            await invocation.Hub.Clients.Caller.SendAsync(Full, invocation.Context.ConnectionAborted);
            return null; // which a browser takes for "no circuit"
        }
        places.Offer(place);
        try
        {
            var circuit = await next(invocation);
            if (circuit is string secret) (place.Circuit, invocation.Context.Items[Place]) = (secret, place);
            return circuit;
        }
        finally
        {
            if (place.Circuit is null) place.TakeOver()?.Dispose();
        }
    }
}
