using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistBlazor.Cluster.Tests.Servers;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Tests;
using Orleans.Runtime;

namespace MnistBlazor.Cluster.Tests;

/// <summary>Nodes of a cluster in this process: each with its own silo, its own folder and its own connections.</summary>
internal static class ClusterNode
{
    /// <param name="cluster">Its database, and its name at Redis.</param>
    /// <param name="postgres">In place of the one that most tests share.</param>
    /// <param name="lessons">With notebooks, and with the networks of the first page.</param>
    public static Task<TestServer> Start(
        ClusterServers servers, string cluster, TempFolder folder, TrainingBackend backend, ClusterRole role = ClusterRole.Both,
        Action<RunsOptions>? configure = null, PostgresServer? postgres = null, Action<ClusterSettings>? change = null,
        Action<IServiceCollection>? services = null, bool lessons = false)
    {
        var options = lessons ? new LessonsOptions() : new RunsOptions();
        options.DataDirectory = folder.Path;
        configure?.Invoke(options);
        var settings = new ClusterSettings
        {
            Role = role, Name = cluster, PostgreSql = (postgres ?? servers.Postgres).ConnectionString(cluster),
            Redis = servers.Redis.Address, Port = ServerProcess.FreePort(),
            // Many of them share this process, and a busy machine: none is to count as dead, which would end all tests.
            ProbeTimeout = TimeSpan.FromSeconds(10),
        };
        change?.Invoke(settings);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseCluster(settings);
        builder.Services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler, NoEndOfAllTests>());
        builder.Services.AddSingleton(backend);
        if (options is LessonsOptions all) builder.Services.AddLessons(all);
        else builder.Services.AddRuns(options);
        builder.Services.AddCluster(settings, options);
        services?.Invoke(builder.Services);
        return TestServer.Start(builder.Build().Services);
    }

    /// <summary>
    /// A node here is disposed as a kill would end it, and what it still does then meets what is gone: Orleans would end the process.
    /// </summary>
    private sealed class NoEndOfAllTests : IFatalErrorHandler
    {
        public bool IsUnexpected(Exception exception) => false;

        public void OnFatalException(object? sender, string? context, Exception? exception)
        {
        }
    }
}
