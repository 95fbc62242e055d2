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

    // From the hub's calls to the services of the circuit, which are made in one of them: nothing else leads from one to the other.
    private readonly AsyncLocal<CircuitPlace?> _calling = new();

    private readonly Places _places =
        new(options.MaxCircuitsPerLearner, MaxOfStrangers, options.MaxCircuitsPerAddress, options.MaxCircuits);

    public bool HasRoom(Visitor visitor) => _places.HasRoom(visitor);

    /// <returns>Null: there is none.</returns>
    internal CircuitPlace? Take(Visitor visitor) => _places.Take(visitor) is { } place ? new(place) : null;

    /// <summary>In what the caller does from here on, a circuit that comes alive takes over the place.</summary>
    internal void Offer(CircuitPlace? place) => _calling.Value = place;

    public void Dispose() => _places.Dispose();

    /// <summary>Made when a circuit comes alive, and disposed with it.</summary>
    internal sealed class Keeper(CircuitPlaces places) : CircuitHandler, IDisposable
    {
        private readonly IDisposable? _place = places._calling.Value?.TakeOver();

        public void Dispose() => _place?.Dispose();
    }
}

/// <summary>A place of a circuit, which is its connection's until the circuit is alive, and then the circuit's own.</summary>
internal sealed class CircuitPlace(IDisposable place)
{
    private IDisposable? _place = place;

    /// <summary>What the browser was given for the circuit.</summary>
    public string? Circuit { get; set; }

    /// <returns>Null: somebody has.</returns>
    public IDisposable? TakeOver() => Interlocked.Exchange(ref _place, null);
}
