using System.Diagnostics;
using System.Text;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>Without a certificate, which it would fetch.</summary>
internal sealed class Caddy : Proxy
{
    private readonly Process _process;

    /// <param name="app">Where it listens.</param>
    /// <param name="place">What the app is in: <c>handle_path /mnist/*</c>; "": nothing.</param>
    public Caddy(Uri app, string place)
    {
        var site = Documented("caddy")
            .Replace($"{Name} {{", $"http://{Name}:{Port} {{\n    bind 127.0.0.1\n    {(place == "" ? "" : place + " {")}")
            .Replace("127.0.0.1:5080", app.Authority);
        var configuration = Path.Combine(Folder.FullName, "Caddyfile");
        File.WriteAllText(configuration, $$"""
            {
                admin off
            }
            {{site}}{{(place == "" ? "" : "}")}}
            """);
        _process = Process.Start(new ProcessStartInfo("/usr/bin/caddy", ["run", "--adapter", "caddyfile", "--config", configuration])
        {
            RedirectStandardError = true,
            Environment = { ["XDG_DATA_HOME"] = Folder.FullName, ["XDG_CONFIG_HOME"] = Folder.FullName, ["HOME"] = Folder.FullName },
        })!;
        var said = new StringBuilder();
        while (_process.StandardError.ReadLine() is { } line && !line.Contains("serving initial configuration", StringComparison.Ordinal))
            said.AppendLine(line);
        Assert.False(_process.HasExited, said.ToString());
        _ = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken); // what nobody reads would hold it up
    }

    public static bool IsInstalled => File.Exists("/usr/bin/caddy");

    public override void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Folder.Delete(recursive: true);
    }
}
