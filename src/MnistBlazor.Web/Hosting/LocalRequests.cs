using System.Net;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// Tells a request made on the machine itself from one that a proxy there passes on. A proxy that leaves no trace at all cannot be
/// told: <see cref="ServerOptions.IsPassedOn"/> is for those.
/// </summary>
public static class LocalRequests
{
    private static readonly string[] Signs = ["Forwarded", "Via", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP"];

    public static bool IsLocal(HttpContext context) =>
        IsLoopback(context.Connection.RemoteIpAddress) && IsLoopback(context.Connection.LocalIpAddress) && !HasSigns(context.Request);

    /// <summary>Whether a proxy shows: by what it adds, by the name that it was asked for, or by how it speaks.</summary>
    public static bool HasSigns(HttpRequest request) =>
        request.Headers.Keys.Any(name =>
            Signs.Contains(name, StringComparer.OrdinalIgnoreCase)
            || name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase))
        || !IsLoopback(request.Host)
        // nginx with nothing but proxy_pass: the name is its own, but it speaks HTTP/1.0, or closes after each answer.
        || request.Protocol == HttpProtocol.Http10
        || request.Headers.Connection.ToString().Contains("close", StringComparison.OrdinalIgnoreCase);

    public static bool IsLoopback(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Host, out var address) && IsLoopback(address);

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(Plain(address));

    /// <summary>An IPv4 address as such, also where it came over IPv6.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
