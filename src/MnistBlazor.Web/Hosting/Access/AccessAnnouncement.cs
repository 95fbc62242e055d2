using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using QRCoder;

namespace MnistBlazor.Web.Hosting.Access;

/// <summary>
/// Tells who starts the server how a class gets in: an address with the token, and its QR code. To the terminal and never to the log; where
/// the output goes into a file, only when the token has just been made, and else how to see it. The teacher's token is not said: the
/// terminal with the QR code may be on a projector.
/// </summary>
public static class AccessAnnouncement
{
    public static void Say(IServiceProvider services, ILogger logger, TextWriter output, bool isTerminal)
    {
        var policy = services.GetRequiredService<AccessPolicy>();
        var address = Address(services);
        ServedAddress.Write(services.GetRequiredService<ServerOptions>().DataDirectory, address);
        if (policy.IsOpenToAll)
            logger.LogWarning(
                "MnistBlazor:Access is open: whoever reaches this server may use it, train on it and fill its disk, up to the bounds that "
                + "are set. No token is asked for.");
        // Made at the first start, and refused at each where they are damaged: on loopback too, for the teacher's page.
        _ = services.GetRequiredService<AccessTokens>().Teacher;
        if (!policy.IsReachable) return;
        output.WriteLine();
        if (!policy.IsOpenToAll) SayToken(services, address, output, isTerminal);
        output.WriteLine(
            $"The teacher's page, {address}/teacher, asks for a token of its own; \"MnistBlazor.Web token teacher\" shows it.");
    }

    private static void SayToken(IServiceProvider services, string address, TextWriter output, bool isTerminal)
    {
        var tokens = services.GetRequiredService<AccessTokens>();
        var token = tokens.Class;
        if (!isTerminal && !tokens.IsNew)
        {
            output.WriteLine("Each browser is asked for the token once; \"MnistBlazor.Web token\" shows it.");
            return;
        }
        address = $"{address}/?token={token}";
        output.WriteLine("Each browser is asked for a token once. This address holds it, and so does the picture:");
        output.WriteLine();
        output.WriteLine($"  {address}");
        output.WriteLine();
        output.WriteLine(Picture(address));
        output.WriteLine();
        output.WriteLine(
            "\"MnistBlazor.Web token class\" shows it again, \"token new\" makes another; --MnistBlazor:Access open lets in whoever "
            + "comes.");
    }

    /// <summary>By the name that is set, else by this machine's address in its network.</summary>
    private static string Address(IServiceProvider services)
    {
        var options = services.GetRequiredService<ServerOptions>();
        var all = AccessPolicy.Addresses(services.GetRequiredService<IServer>());
        var listened = all.FirstOrDefault(one => !AccessPolicy.IsLoopback(one))
            ?? (services.GetRequiredService<AccessPolicy>().IsReachable ? null : all.FirstOrDefault());
        var name = services.GetRequiredService<KnownHosts>().Names.FirstOrDefault(name => !name.StartsWith('*'));
        // On loopback alone, a proxy answers for the name.
        if (listened is null || listened.IsUnixPipe || listened.IsNamedPipe) return $"https://{name ?? "localhost"}{options.PathBase}";
        var host = name ?? (KnownHosts.IsAny(listened.Host) ? OwnAddress() ?? "localhost" : listened.Host);
        return $"{listened.Scheme}://{host}:{listened.Port}{options.PathBase}";
    }

    private static string? OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .Select(network => network.GetIPProperties())
        .OrderByDescending(network => network.GatewayAddresses.Count)
        .SelectMany(network => network.UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !System.Net.IPAddress.IsLoopback(address))?
        .ToString();

    private static string Picture(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.L);
        using var picture = new AsciiQRCode(code);
        return picture.GetGraphicSmall(drawQuietZones: true, invert: false);
    }
}
