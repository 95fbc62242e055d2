using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistBlazor.Cluster;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Web.Hosting;

namespace MnistBlazor.Web.Tests.Hosting;

/// <summary>What a person reads who starts the app in a way that cannot work: one sentence, and what to do.</summary>
public sealed class StartupTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task A_port_in_use_is_named_in_one_sentence_and_nothing_else()
    {
        var data = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");
        await using var second = MnistBlazorApp.Create(
            ["--urls", app.Address.ToString(), "--MnistBlazor:DataDirectory", data.FullName],
            services => services.AddLogging(logging => logging.AddFakeLogging()));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => second.StartAsync());

        var sentence = StartupProblem.Explain(failure);
        Assert.NotNull(sentence);
        Assert.Contains("in use", sentence);
        Assert.Contains($"{app.Address.Port}", sentence);
        Assert.DoesNotContain('\n', sentence);
        var log = second.Services.GetFakeLogCollector().GetSnapshot();
        // The sentence is all there is to read: no stack trace before it.
        Assert.DoesNotContain(log, line => line.Level >= LogLevel.Warning);
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_cluster_no_silo_is_there_and_no_port_of_one_is_open()
    {
        var (data, port) = (Directory.CreateTempSubdirectory("mnistblazor-web-tests-"), FreePort());
        var registered = new List<ServiceDescriptor>();
        await using var alone = MnistBlazorApp.Create(
            [
                "--urls", "http://127.0.0.1:0", "--MnistBlazor:DataDirectory", data.FullName, "--MnistBlazor:Cluster:Port", $"{port}",
                // Not asked: what does not answer would be seen.
                "--MnistBlazor:Cluster:PostgreSql", "Host=127.0.0.1;Port=1", "--MnistBlazor:Cluster:Redis", "127.0.0.1:1",
            ],
            services => registered.AddRange(services));
        await alone.StartAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(registered, service => IsOfCluster(service.ServiceType));
        Assert.DoesNotContain(alone.Services.GetServices<IHostedService>(), service => IsOfCluster(service.GetType()));
        Assert.DoesNotContain(alone.Services.GetServices<IRunDispatcher>(), service => IsOfCluster(service.GetType()));
        Assert.DoesNotContain(
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), listener => listener.Port == port);

        await alone.StopAsync(TestContext.Current.CancellationToken);
        data.Delete(recursive: true);

        static bool IsOfCluster(Type type) => type.Assembly.GetName().Name is { } name
            && (name.StartsWith("Orleans", StringComparison.Ordinal) || name == typeof(ClusterSettings).Assembly.GetName().Name);

        static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    [Fact]
    public void A_data_directory_that_cannot_be_written_is_named()
    {
        var file = Path.GetTempFileName();
        var below = Path.Combine(file, "data");

        var problem = Assert.Throws<StartupProblem>(() => MnistBlazorApp.Create(["--MnistBlazor:DataDirectory", below]));

        Assert.Contains(below, problem.Message);
        Assert.Contains("MnistBlazor__DataDirectory", problem.Message);
        File.Delete(file);
    }

    [Fact]
    public void A_data_directory_is_created_and_left_without_traces()
    {
        var parent = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");
        var path = DataDirectory.Prepare(Path.Combine(parent.FullName, "a", "b"));

        Assert.True(Directory.Exists(path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(path));
        parent.Delete(recursive: true);
    }

    [Theory]
    [InlineData("DataDirectroy", "/somewhere", "DataDirectroy")]
    [InlineData("Threads", "many", "many")]
    [InlineData("Threads", "-1", "Threads")]
    [InlineData("MaxQueuedRuns", "0", "MaxQueuedRuns")]
    public void A_setting_with_a_wrong_name_or_value_is_named(string name, string value, string mentioned)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create($"MnistBlazor:{name}", (string?)value)])
            .Build();

        var problem = Assert.Throws<StartupProblem>(() => Settings.Read<LessonsOptions>(configuration, "MnistBlazor"));

        Assert.Contains(mentioned, problem.Message);
    }

    [Fact]
    public void A_failure_that_nobody_can_help_keeps_its_stack_trace() =>
        Assert.Null(StartupProblem.Explain(new InvalidOperationException("a mistake in the program")));
}
