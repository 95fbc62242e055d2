using System.Net.Sockets;
using System.Text;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>A request as an attacker or a proxy writes it, byte for byte, where HttpClient would mend it.</summary>
internal static class RawRequest
{
    /// <param name="lines">The request line and the headers.</param>
    /// <returns>The answer's first line, its headers and what else comes until the server closes.</returns>
    public static async Task<string> SendAsync(Uri address, CancellationToken cancellation, params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellation);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"), cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellation);
    }
}
