using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>Debian's nginx with the lines that docs/proxy.md gives, on a free port, in front of an app.</summary>
internal sealed partial class Nginx : IDisposable
{
    public const string Name = "mnist.school.example";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnistblazor-nginx-");
    private readonly string _configuration;

    /// <param name="location">The place of the app and where it is passed on to: <c>/mnist/ {app}</c>.</param>
    /// <param name="bare">Nothing but proxy_pass.</param>
    public Nginx(Uri app, string location, bool bare = false)
    {
        var (path, target) = (location.Split(' ')[0], location.Split(' ')[1].Replace("{app}", app.GetLeftPart(UriPartial.Authority)));
        var server = Block().Match(File.ReadAllText(Documentation())).Groups[1].Value
            .Replace("listen 80;", $"listen 127.0.0.1:{Port};")
            .Replace("location / {", $"location {path} {{")
            .Replace("proxy_pass http://127.0.0.1:5080;", $"proxy_pass {target};");
        if (bare) server = Setting().Replace(server, "");
        _configuration = Path.Combine(_folder.FullName, "nginx.conf");
        File.WriteAllText(_configuration, $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            pid {{_folder.FullName}}/pid;
            error_log {{_folder.FullName}}/error.log;
            events {}
            http {
                access_log off;
                client_body_temp_path {{_folder.FullName}}/body;
                proxy_temp_path {{_folder.FullName}}/proxy;
                fastcgi_temp_path {{_folder.FullName}}/fastcgi;
                uwsgi_temp_path {{_folder.FullName}}/uwsgi;
                scgi_temp_path {{_folder.FullName}}/scgi;
                {{server}}
            }
            """);
        Run(); // returns when it listens
    }

    public static bool IsInstalled => File.Exists("/usr/sbin/nginx");

    public int Port { get; } = FreePort();

    public Uri Address => new($"http://{Name}:{Port}");

    /// <summary>Finds the public name where nginx listens, as a visitor's network does.</summary>
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

    public void Dispose()
    {
        Run("-s", "stop");
        _folder.Delete(recursive: true);
    }

    private void Run(params string[] arguments)
    {
        string[] here = ["-c", _configuration, "-p", _folder.FullName, "-e", $"{_folder.FullName}/error.log"];
        using var process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", [.. here, .. arguments]))!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, File.ReadAllText(_folder.FullName + "/error.log"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Documentation([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "../../../../docs/proxy.md"));

    [GeneratedRegex("```nginx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("(proxy_set_header|proxy_http_version|proxy_buffering|proxy_read_timeout|client_max_body_size) .*;")]
    private static partial Regex Setting();
}
