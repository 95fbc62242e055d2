using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>Whether the app is open to all who reach it.</summary>
public enum AccessMode
{
    /// <summary>Away from loopback, a browser is asked for a token, once.</summary>
    Token,

    /// <summary>Nobody is asked for anything.</summary>
    Open,
}

/// <summary>
/// Who is asked for a token. Nobody, where the server listens on loopback only and a request was made on the machine itself. As soon as it
/// listens elsewhere, or is set to be reached through a proxy, everybody is, on the machine too: a proxy's visitors come from there.
/// </summary>
public sealed class AccessPolicy(ServerOptions options, IServer server)
{
    private readonly Lazy<bool> _isReachable = new(() => options.IsPassedOn || !Addresses(server).All(IsLoopback));

    /// <summary>From other machines. Known once the server listens.</summary>
    public bool IsReachable => _isReachable.Value;

    /// <summary>Whoever reaches the server may use it, which is to be said openly.</summary>
    public bool IsOpenToAll => options.Access == AccessMode.Open && IsReachable;

    public bool Asks(HttpContext context) => options.Access == AccessMode.Token && (IsReachable || !LocalRequests.IsLocal(context));

    /// <summary>Where the server listens.</summary>
    public static IReadOnlyList<BindingAddress> Addresses(IServer server) =>
        [.. (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Select(BindingAddress.Parse)];

    public static bool IsLoopback(BindingAddress address) =>
        !address.IsUnixPipe && !address.IsNamedPipe && LocalRequests.IsLoopback(new HostString(address.Host));
}
