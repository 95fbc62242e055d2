using Microsoft.AspNetCore.Components.Server.Circuits;

namespace MnistBlazor.Web.Hosting.Bounds;

/// <summary>
/// Who may have how many pages open. A page's circuit keeps its place after its connection is lost for as long as the circuit is kept, so
/// that no new page drives out one that comes back. Thread-safe.
/// </summary>
public sealed class CircuitPlaces(ServerOptions options) : IDisposable
{
    /// <summary>Pages of an address whose browsers show no cookie.</summary>
    public const int MaxOfStrangers = 10;

    // From the hub's call that starts a circuit to the circuit's own services: nothing else leads from one to the other.
    private readonly AsyncLocal<StartingCircuit?> _starting = new();

    private readonly Places _places = new(options.MaxCircuitsPerLearner, MaxOfStrangers, options.MaxCircuitsPerAddress, options.MaxCircuits);

    public bool HasRoom(Visitor visitor) => _places.HasRoom(visitor);

    /// <param name="start">Makes the circuit; not called where there is no place.</param>
    /// <returns>Whether there was a place.</returns>
    public async Task<bool> TryStartAsync(Visitor visitor, Func<Task> start)
    {
        if (_places.Take(visitor) is not { } place) return false;
        var starting = _starting.Value = new StartingCircuit(place);
        try
        {
            await start();
            return true;
        }
        finally
        {
            starting.Take()?.Dispose(); // no circuit came of it
        }
    }

    public void Dispose() => _places.Dispose();

    private sealed class StartingCircuit(IDisposable place)
    {
        private IDisposable? _place = place;

        public IDisposable? Take() => Interlocked.Exchange(ref _place, null);
    }

    /// <summary>Made with a circuit and disposed with it.</summary>
    internal sealed class Keeper(CircuitPlaces places) : CircuitHandler, IDisposable
    {
        private readonly IDisposable? _place = places._starting.Value?.Take();

        public void Dispose() => _place?.Dispose();
    }
}
