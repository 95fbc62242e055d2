using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MnistBlazor.Cluster.Tests.Processes;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Cluster.Tests;

/// <summary>Nodes that can be reached from elsewhere know one another by their certificate.</summary>
public sealed class CertificateTests(ClusterServers servers) : IDisposable
{
    private const string Password = "secret";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    [Trait("Category", "Slow")]
    public async Task With_the_same_certificate_a_run_is_trained_and_with_another_no_node_comes_in()
    {
        ClusterServers.SkipWithoutServers();
        var (cluster, training) = (servers.NewName(), new FakeTraining());
        using TempFolder one = new(), other = new();
        var (ours, theirs) = (Certificate("ours"), Certificate("theirs"));
        await using var web = await StartAsync(ClusterRole.Web, one);
        await using var worker = await StartAsync(ClusterRole.Worker, other);

        var run = await web.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var events = await web.UntilLastEvent(run);
        Assert.Equal(RunStatus.Completed, ((RunEnded)events[^1]).Status);

        // It can say nothing to the others, and ends.
        var settings = new ClusterSettings
        {
            Role = ClusterRole.Worker, Name = cluster, PostgreSql = servers.Postgres.ConnectionString(cluster),
            Redis = servers.Redis.Address,
        };
        Secure(settings, theirs);
        await using var stranger = new NodeProcess(settings);
        await Assert.ThrowsAsync<InvalidOperationException>(stranger.StartAsync);
        await stranger.UntilEndedAsync(); // and all that it said is heard
        Assert.Contains("This node does not reach the others of its cluster", stranger.Output);
        var after = await web.UntilLastEvent(await web.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
        Assert.Equal(events.Count, after.Count);

        Task<TestServer> StartAsync(ClusterRole role, TempFolder folder) => ClusterNode.Start(
            servers, cluster, folder, training.Backend, role, change: settings => Secure(settings, ours));
    }

    private static void Secure(ClusterSettings settings, string certificate) =>
        (settings.Address, settings.Certificate, settings.CertificatePassword) = ("127.0.0.1", certificate, Password);

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}.school.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(_folder.Path, $"{name}.p12");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, Password));
        return file;
    }
}
