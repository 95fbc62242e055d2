using System.Net;

namespace MnistBlazor.Web.Hosting.Metrics;

/// <summary>Settings under <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>
    /// Networks beside the machine itself that may read /metrics, separated by commas: <c>10.0.0.0/8, 192.168.1.7/32</c>.
    /// </summary>
    public string ReadableFrom { get; set; } = "";
}

/// <summary>
/// Who may read /metrics: whoever asks from the machine itself, and from the networks that are set. What a proxy passes on comes from
/// the proxy's visitors, whatever machine it runs on.
/// </summary>
public sealed class MetricsReaders
{
    private readonly IPNetwork[] _networks;

    /// <exception cref="StartupProblem">A network is none.</exception>
    public MetricsReaders(MetricsOptions options) =>
        _networks = [.. options.ReadableFrom
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Parse)];

    /// <param name="passedOn">By a proxy.</param>
    public bool Allow(IPAddress? address, bool passedOn)
    {
        if (address is null) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) && !passedOn || _networks.Any(network => network.Contains(address));
    }

    private static IPNetwork Parse(string text) => IPNetwork.TryParse(text, out var network)
        ? network
        : throw new StartupProblem(
            $"Metrics__ReadableFrom names \"{text}\", which is no network: write it like 10.0.0.0/8 or 192.168.1.7/32.");
}
