using System.ComponentModel.DataAnnotations;
using MnistBlazor.Cluster;
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

    /// <summary>How long a page that has lost its connection is kept, so that it goes on as it was when it comes back.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan DisconnectedPageRetention { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Pages that may be open in all, those included that have lost their connection and are kept.</summary>
    [Range(1, 1_000_000)]
    public int MaxCircuits { get; set; } = 1000;

    /// <summary>The same of one network address: a lecture hall may sit behind one.</summary>
    [Range(1, 1_000_000)]
    public int MaxCircuitsPerAddress { get; set; } = 400;

    /// <summary>The same of one learner.</summary>
    [Range(1, 1_000_000)]
    public int MaxCircuitsPerLearner { get; set; } = 20;

    /// <summary>Sockets that may be open in all: a page holds two or three, a watch page one.</summary>
    [Range(1, 1_000_000)]
    public int MaxSockets { get; set; } = 5000;

    /// <summary>The same of one network address.</summary>
    [Range(1, 1_000_000)]
    public int MaxSocketsPerAddress { get; set; } = 1500;

    /// <summary>Files that may be sent at a time.</summary>
    [Range(1, 1_000_000)]
    public int MaxDownloads { get; set; } = 256;

    /// <summary>The same to one network address.</summary>
    [Range(1, 1_000_000)]
    public int MaxDownloadsPerAddress { get; set; } = 128;

    /// <summary>Bytes of files made for downloads, which are kept for the next who ask.</summary>
    [Range(0L, 1L << 40)]
    public long MaxDownloadBytes { get; set; } = 256L << 20;

    /// <summary>Who watches by a link, of one network address.</summary>
    [Range(1, 1_000_000)]
    public int MaxSpectatorsPerAddress { get; set; } = 600;

    /// <summary>Of which cluster the process is part, and what it does there. None: it is all there is.</summary>
    public ClusterSettings Cluster { get; set; } = new();

    /// <summary>Whether who comes from elsewhere is asked for a token.</summary>
    public AccessMode Access { get; set; } = AccessMode.Token;

    /// <summary>It is known that requests reach the server over others, so that a loopback connection says nothing of who asks.</summary>
    public bool IsPassedOn => Hosts.Length > 0 || Proxies.Length > 0 || PathBase.Length > 0;
}
