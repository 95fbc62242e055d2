using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// The names that the server goes by. A page of another host whose name was made to lead here (DNS rebinding) would count as the app's
/// own to a browser; it comes under that other name, and is refused.
/// </summary>
public sealed class KnownHosts
{
    private readonly string[] _names;
    private readonly Lazy<string[]> _listened;

    /// <exception cref="StartupProblem">A name is none.</exception>
    public KnownHosts(ServerOptions options, IServer? server = null)
    {
        _names = [.. options.Hosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Checked)];
        _listened = new(() => [.. (server?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            .Select(address => BindingAddress.Parse(address).Host).Where(name => !IsAny(name))]);
    }

    /// <summary>The names set by the operator; one that begins with <c>*.</c> stands for any before it.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether a server that listens there listens everywhere: it is nobody's name.</summary>
    public static bool IsAny(string name) => name is "0.0.0.0" or "[::]" or "*" or "+";

    /// <param name="local">The address at which the connection arrived.</param>
    public bool Has(HostString host, IPAddress? local)
    {
        if (!host.HasValue || host.Value != Spelled(host)) return false;
        var name = host.Host.TrimEnd('.');
        if (IPAddress.TryParse(name, out var address) && local is not null
            && LocalRequests.Plain(address).Equals(LocalRequests.Plain(local)))
            return true;
        return LocalRequests.IsLoopback(new(name)) || _names.Any(known => Matches(known, name))
            || _listened.Value.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Nothing beside a name and a port, so that what was looked at is all that there is.</summary>
    private static string Spelled(HostString host) => host.Port is { } port ? new HostString(host.Host, port).Value! : host.Host;

    private static bool Matches(string known, string name) => known.StartsWith("*.", StringComparison.Ordinal)
        ? name.EndsWith(known[1..], StringComparison.OrdinalIgnoreCase)
        : name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static string Checked(string name) =>
        Uri.CheckHostName(name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name) == UriHostNameType.Unknown
            ? throw new StartupProblem(
                $"MnistBlazor__Hosts names \"{name}\", which is no host: write names like mnist.school.example or *.school.example, "
                + "without http:// and without a port.")
            : name;
}

public static class HostCheck
{
    /// <summary>Before anything looks at the host. A proxy's visitors are told by the name that it passes on.</summary>
    public static IApplicationBuilder UseHostCheck(this IApplicationBuilder app)
    {
        var hosts = app.ApplicationServices.GetRequiredService<KnownHosts>();
        return app.Use((context, next) => hosts.Has(context.Request.Host, context.Connection.LocalIpAddress)
            ? next(context)
            : Refusals.AnswerAsync(
                context, StatusCodes.Status400BadRequest,
                "This server does not go by that name. If it should, whoever runs it adds the name to MnistBlazor:Hosts."));
    }
}
