using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MnistBlazor.Cluster.Tests.Servers;

namespace MnistBlazor.Cluster.Tests.Processes;

/// <summary>A proxy of Debian's with the lines that docs/scale-out.md gives, on a free port, before two nodes.</summary>
internal abstract class DocumentedProxy : DebianServer
{
    public const string Host = "mnist.school.example";

    private readonly string _program;

    /// <param name="language">Of the documentation's block.</param>
    /// <param name="listen">The line of the block that listens, and the one here: <c>{0}</c> is the port.</param>
    protected DocumentedProxy(string program, string language, (string Documented, string Here) listen, NodeProcess left, NodeProcess right)
    {
        _program = program;
        Lines = Documented(language).Replace(listen.Documented, listen.Here.Replace("{0}", $"{Port}"))
            .Replace("10.0.0.11:5080", left.Address.Authority).Replace("10.0.0.12:5080", right.Address.Authority);
    }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static bool IsInstalled(string program) => File.Exists($"/usr/sbin/{program}");

    protected string Configuration => Path.Combine(Folder, "proxy.conf");

    protected string Lines { get; }

    protected override string Question => $"bash -c 'exec 3<>/dev/tcp/127.0.0.1/{Port}' 2>/dev/null";

    protected abstract IEnumerable<string> Arguments { get; }

    protected override ProcessStartInfo Command() => Quietly($"/usr/sbin/{_program}", Arguments);

    private static string Documented(string language, [CallerFilePath] string here = "")
    {
        var documentation = File.ReadAllText(Path.GetFullPath(Path.Combine(here, "../../../../docs/scale-out.md")));
        return Regex.Match(documentation, $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
    }
}

internal sealed class NginxBeforeNodes : DocumentedProxy
{
    public NginxBeforeNodes(NodeProcess left, NodeProcess right)
        : base("nginx", "nginx", ("listen 80;", "listen 127.0.0.1:{0};"), left, right) =>
        File.WriteAllText(Configuration, $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            pid {{Folder}}/pid;
            error_log {{Folder}}/error.log;
            events {}
            http {
                access_log off;
                client_body_temp_path {{Folder}}/body;
                proxy_temp_path {{Folder}}/proxy;
                fastcgi_temp_path {{Folder}}/fastcgi;
                uwsgi_temp_path {{Folder}}/uwsgi;
                scgi_temp_path {{Folder}}/scgi;
                {{Lines}}
            }
            """);

    protected override IEnumerable<string> Arguments => ["-c", Configuration, "-p", Folder, "-e", Path.Combine(Folder, "error.log")];
}

internal sealed class HaproxyBeforeNodes : DocumentedProxy
{
    public HaproxyBeforeNodes(NodeProcess left, NodeProcess right)
        : base("haproxy", "haproxy", ("bind :80", "bind 127.0.0.1:{0}"), left, right) => File.WriteAllText(Configuration, Lines);

    protected override IEnumerable<string> Arguments => ["-f", Configuration];
}
