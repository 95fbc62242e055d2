using MnistBlazor.Lessons.Operation;
using MnistBlazor.Web.Hosting.Access;

namespace MnistBlazor.Web.Hosting;

/// <summary>What an administrator may set under <c>MnistBlazor</c>: of runs and lessons, and of how the server is reached.</summary>
public sealed class ServerOptions : LessonsOptions
{
    /// <summary>
    /// Names by which browsers reach the server, separated by commas: <c>mnist.school.example, *.lab.example</c>. It answers to no other
    /// name but the machine's own loopback names and the addresses that it listens on.
    /// </summary>
    public string Hosts { get; set; } = "";

    /// <summary>The path under which a proxy offers the app: <c>/mnist</c>. Empty: none.</summary>
    public string PathBase { get; set; } = "";

    /// <summary>
    /// Networks of proxies that are believed about who asks and whether by https, separated by commas: <c>127.0.0.1/32, 10.0.0.0/8</c>.
    /// </summary>
    public string Proxies { get; set; } = "";

    /// <summary>Whether who comes from elsewhere is asked for a token.</summary>
    public AccessMode Access { get; set; } = AccessMode.Token;

    /// <summary>It is known that requests reach the server over others, so that a loopback connection says nothing of who asks.</summary>
    public bool IsPassedOn => Hosts.Length > 0 || Proxies.Length > 0 || PathBase.Length > 0;
}
