using System.ComponentModel.DataAnnotations;

namespace MnistBlazor.Cluster;

/// <summary>What a process of a cluster does.</summary>
[Flags]
public enum ClusterRole
{
    /// <summary>There is no cluster: one process does everything and keeps it in its data directory.</summary>
    None = 0,

    /// <summary>Pages and the hub.</summary>
    Web = 1,

    /// <summary>Trains on the devices of its machine.</summary>
    Worker = 2,

    Both = Web | Worker,
}

/// <summary>What an administrator may set under <c>MnistBlazor:Cluster</c>, for every process of a cluster.</summary>
public sealed class ClusterSettings
{
    public ClusterRole Role { get; set; }

    /// <summary>Where runs, notebooks, checkpoints and uploads are: a connection string of Npgsql.</summary>
    public string PostgreSql { get; set; } = "";

    /// <summary>
    /// A folder that all processes see, by the same disk or network, for checkpoints and uploads; empty: they are in PostgreSQL.
    /// </summary>
    public string BlobFolder { get; set; } = "";

    /// <summary>
    /// By which the processes find one another and tell of changes: <c>host:port</c>, or a string of StackExchange.Redis.
    /// </summary>
    public string Redis { get; set; } = "";

    /// <summary>Of several clusters at one Redis, which.</summary>
    [Required]
    public string Name { get; set; } = "mnistblazor";

    /// <summary>
    /// Devices that learners may choose, parted by commas: <c>cpu, cuda:0</c>. Needed where pages are on machines that lack what
    /// workers have; empty: what this machine has.
    /// </summary>
    [RegularExpression(@"^\s*((cpu|cuda:\d{1,2})\s*(,\s*|$))*$", ErrorMessage = "Devices are named like this: cpu, cuda:0.")]
    public string Devices { get; set; } = "";

    /// <summary>The same, one by one.</summary>
    public IReadOnlyList<string> DeviceIds =>
        Devices.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Where the other processes reach this one; empty: on this machine only.</summary>
    public string Address { get; set; } = "";

    /// <summary>The port for the other processes.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 11_111;

    /// <summary>
    /// How long a process may take to answer another; after two that it did not, and a look through a third one, it counts as gone.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A certificate with its private key (PKCS #12) by which the processes know one another; needed where <see cref="Address"/> is set.
    /// </summary>
    public string Certificate { get; set; } = "";

    public string CertificatePassword { get; set; } = "";
}
