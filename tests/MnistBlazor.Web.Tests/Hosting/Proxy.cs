using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>A proxy of Debian's with the lines that docs/proxy.md gives, on a free port, in front of an app.</summary>
internal abstract class Proxy : IDisposable
{
    public const string Name = "mnist.school.example";

    /// <summary>What it writes; to be deleted when it has ended.</summary>
    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("mnistblazor-proxy-");

    public int Port { get; } = FreePort();

    public Uri Address => new($"http://{Name}:{Port}");

    /// <summary>Finds the public name where the proxy listens, as a visitor's network does.</summary>
    public SocketsHttpHandler NewHandler(CookieContainer cookies) => new()
    {
        CookieContainer = cookies,
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public abstract void Dispose();

    /// <summary>The lines of the documentation's block in that language.</summary>
    protected static string Documented(string language, [CallerFilePath] string here = "")
    {
        var documentation = File.ReadAllText(Path.GetFullPath(Path.Combine(here, "../../../../docs/proxy.md")));
        return Regex.Match(documentation, $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
