using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MnistBlazor.Web.Tests.Hosting;

internal sealed partial class Nginx : Proxy
{
    private readonly string _configuration;

    /// <param name="location">The place of the app and where it is passed on to: <c>/mnist/ {app}</c>.</param>
    /// <param name="bare">Nothing but proxy_pass.</param>
    public Nginx(Uri app, string location, bool bare = false)
    {
        var (path, target) = (location.Split(' ')[0], location.Split(' ')[1].Replace("{app}", app.GetLeftPart(UriPartial.Authority)));
        var server = Documented("nginx")
            .Replace("listen 80;", $"listen 127.0.0.1:{Port};")
            .Replace("location / {", $"location {path} {{")
            .Replace("proxy_pass http://127.0.0.1:5080;", $"proxy_pass {target};");
        if (bare) server = Setting().Replace(server, "");
        _configuration = Path.Combine(Folder.FullName, "nginx.conf");
        File.WriteAllText(_configuration, $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            pid {{Folder.FullName}}/pid;
            error_log {{Folder.FullName}}/error.log;
            events {}
            http {
                access_log off;
                client_body_temp_path {{Folder.FullName}}/body;
                proxy_temp_path {{Folder.FullName}}/proxy;
                fastcgi_temp_path {{Folder.FullName}}/fastcgi;
                uwsgi_temp_path {{Folder.FullName}}/uwsgi;
                scgi_temp_path {{Folder.FullName}}/scgi;
                {{server}}
            }
            """);
        Run(); // returns when it listens
    }

    public static bool IsInstalled => File.Exists("/usr/sbin/nginx");

    public override void Dispose()
    {
        Run("-s", "stop");
        Folder.Delete(recursive: true);
    }

    private void Run(params string[] arguments)
    {
        string[] here = ["-c", _configuration, "-p", Folder.FullName, "-e", $"{Folder.FullName}/error.log"];
        using var process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", [.. here, .. arguments]))!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, File.ReadAllText(Folder.FullName + "/error.log"));
    }

    [GeneratedRegex("(proxy_set_header|proxy_http_version|proxy_buffering|proxy_read_timeout|client_max_body_size) .*;")]
    private static partial Regex Setting();
}
