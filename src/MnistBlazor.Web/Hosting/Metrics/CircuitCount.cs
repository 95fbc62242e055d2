using Microsoft.AspNetCore.Components.Server.Circuits;
using MnistBlazor.Lessons.Operation;

namespace MnistBlazor.Web.Hosting.Metrics;

/// <summary>How many pages are open: each has a circuit, which outlives a lost connection for a while.</summary>
public sealed class CircuitCount : CircuitHandler
{
    private int _open, _connected;

    public CircuitCount(LessonsMetrics metrics)
    {
        metrics.Observe(
            "mnistblazor.circuits.open", "{circuit}", "Pages whose state is kept, those without connection included.",
            () => Volatile.Read(ref _open));
        metrics.Observe("mnistblazor.circuits.connected", "{circuit}", "Pages that are connected.", () => Volatile.Read(ref _connected));
    }

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellation) => Count(ref _open, 1);

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellation) => Count(ref _open, -1);

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellation) => Count(ref _connected, 1);

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellation) => Count(ref _connected, -1);

    private static Task Count(ref int number, int change)
    {
        Interlocked.Add(ref number, change);
        return Task.CompletedTask;
    }
}
