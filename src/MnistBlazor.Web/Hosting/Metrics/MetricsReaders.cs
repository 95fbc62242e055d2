using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace MnistBlazor.Web.Hosting.Metrics;

/// <summary>Settings under <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    /// <summary>
    /// Networks beside the machine itself that may read /metrics, separated by commas: <c>10.0.0.0/8, 192.168.1.7/32</c>.
    /// </summary>
    public string ReadableFrom { get; set; } = "";

    /// <summary>Who sends it (<c>Authorization: Bearer</c>) may read /metrics from anywhere. Empty: nobody.</summary>
    [RegularExpression("^$|^[!-~]{16,}$", ErrorMessage = "Token: at least 16 printable characters, without spaces.")]
    public string Token { get; set; } = "";
}

/// <summary>
/// Who may read /metrics: whoever asks from the machine itself, and from the networks that are set, and who has the token. What a proxy
/// passes on comes from the proxy's visitors, whatever machine it runs on.
/// </summary>
public sealed class MetricsReaders
{
    private readonly IPNetwork[] _networks;
    private readonly string _token;

    /// <exception cref="StartupProblem">A network is none.</exception>
    public MetricsReaders(MetricsOptions options) =>
        (_networks, _token) = (Networks.Parse(options.ReadableFrom, "Metrics__ReadableFrom"), options.Token);

    /// <param name="passedOn">By a proxy.</param>
    public bool Allow(IPAddress? address, bool passedOn)
    {
        if (address is null) return false;
        address = LocalRequests.Plain(address);
        return IPAddress.IsLoopback(address) && !passedOn || _networks.Any(network => network.Contains(address));
    }

    /// <param name="authorization">The header of that name.</param>
    public bool Knows(string? authorization) =>
        _token.Length > 0 && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(authorization ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + _token)));
}
