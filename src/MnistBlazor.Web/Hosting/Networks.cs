using System.Net;

namespace MnistBlazor.Web.Hosting;

/// <summary>Networks as settings name them: <c>10.0.0.0/8, 192.168.1.7/32</c>.</summary>
public static class Networks
{
    /// <param name="setting">Its name, for who has to mend it.</param>
    /// <exception cref="StartupProblem">One is none.</exception>
    public static IPNetwork[] Parse(string texts, string setting) =>
    [
        .. texts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => IPNetwork.TryParse(text, out var network)
                ? network
                : throw new StartupProblem(
                    $"{setting} names \"{text}\", which is no network: write it like 10.0.0.0/8 or 192.168.1.7/32.")),
    ];
}
