using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MnistBlazor.Cluster.Nodes;
using MnistBlazor.Cluster.Postgres;
using MnistBlazor.Cluster.Redis;
using MnistBlazor.Cluster.Scheduling;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;
using Npgsql;
using Orleans.Configuration;
using Orleans.Connections.Security;
using StackExchange.Redis;

namespace MnistBlazor.Cluster;

/// <summary>Puts the cluster's implementations in the place of those of one machine.</summary>
public static class ClusterServices
{
    /// <summary>
    /// Joins the cluster. Called before runs are registered: what is registered first starts first and stops last, and runs are handed
    /// over while the others can still be reached.
    /// </summary>
    public static void UseCluster(this IHostApplicationBuilder builder, ClusterSettings settings)
    {
        // A page of settings at each start, a line for each connection; the watchdog warns of every start.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
            .AddFilter("Polly", LogLevel.Warning);
        builder.UseOrleans(silo => silo
            .UseRedisClustering(redis => redis.ConfigurationOptions = RedisOf(settings))
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (settings.Name, settings.Name))
            .ConfigureEndpoints(AddressOf(settings), settings.Port, gatewayPort: 0, listenOnAnyHostAddress: settings.Address.Length > 0)
            // By Orleans's defaults it takes twelve seconds and more until a worker that is gone is known to be.
            .Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = settings.ProbeTimeout;
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
                // One that cannot reach the others, for its certificate or a wall between, ends.
                membership.MaxJoinAttemptTime = TimeSpan.FromSeconds(20);
            })
            .UseCertificate(settings)
            .ConfigureServices(services =>
            {
                if (!settings.Role.HasFlag(ClusterRole.Worker))
                    services.PostConfigure<GrainTypeOptions>(types => types.Classes.Remove(typeof(RunGrain)));
            }));
        // Runs go back into the line when they are stored, and that is after runs have stopped.
        if (settings.Role.HasFlag(ClusterRole.Worker)) builder.Services.AddHostedService<WorkerDrain>();
    }

    /// <summary>Called after runs are registered.</summary>
    public static IServiceCollection AddCluster(this IServiceCollection services, ClusterSettings settings, RunsOptions options)
    {
        services.AddSingleton(settings);
        services.AddSingleton(_ => PostgresConnections.Open(settings.PostgreSql));
        services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(RedisOf(settings)));
        services.AddSingleton(settings.Role.HasFlag(ClusterRole.Worker) ? Patience.OfTraining : Patience.OfPages);
        services.Replace(ServiceDescriptor.Singleton<IStoreDialect, PostgresDialect>());
        services.Replace(ServiceDescriptor.Singleton<IRunBlobs>(provider => settings.BlobFolder.Length > 0
            ? new LocalBlobs(new DataDirectory(settings.BlobFolder), isShared: true)
            : new PostgresBlobs(
                provider.GetRequiredService<NpgsqlDataSource>(), Path.Combine(options.DataDirectory, "blobs"),
                provider.GetRequiredService<Patience>())));
        services.Replace(ServiceDescriptor.Singleton<IServerDocuments>(provider => new PostgresDocuments(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<IConnectionMultiplexer>(), settings.Name,
            provider.GetRequiredService<TimeProvider>())));
        services.AddDbContext<KeysContext>((provider, context) => context.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddDataProtection().PersistKeysToDbContext<KeysContext>();
        services.AddSingleton<RunSignals>();
        services.Replace(ServiceDescriptor.Singleton<IRunSignals>(provider => new RedisSignals(
            provider.GetRequiredService<RunSignals>(), provider.GetRequiredService<IConnectionMultiplexer>(),
            provider.GetRequiredService<StoreHealth>(), settings.Name, provider.GetRequiredService<TimeProvider>())));
        services.Replace(ServiceDescriptor.Singleton<IRunDispatcher, ClusterDispatcher>());
        services.AddSingleton<RemoteWeights>();
        services.AddSingleton<RunTicketOffice>();
        services.AddSingleton<UnownedRuns>();
        services.AddSingleton<ClusterLines>();
        services.AddHostedService(provider => provider.GetRequiredService<ClusterLines>());
        services.AddOwnSingleton<ClusterNodes>();
        services.AddHostedService(provider => provider.GetRequiredService<ClusterNodes>());
        if (settings.Role.HasFlag(ClusterRole.Worker))
        {
            services.AddSingleton<WorkerFeed>();
            services.AddHostedService(provider => provider.GetRequiredService<WorkerFeed>());
        }
        else
        {
            WithoutDevices(services);
        }
        return services;
    }

    // Each shows the others the certificate and wants to see the very same.
    private static ISiloBuilder UseCertificate(this ISiloBuilder silo, ClusterSettings settings)
    {
        if (settings.Certificate.Length == 0) return silo;
        var own = X509CertificateLoader.LoadPkcs12FromFile(settings.Certificate, settings.CertificatePassword);
        return silo.UseTls(own, tls =>
        {
            tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
            tls.RemoteCertificateValidation = (certificate, _, _) => certificate.RawData.AsSpan().SequenceEqual(own.RawData);
            tls.OnAuthenticateAsClient = (_, client) => client.TargetHost = own.GetNameInfo(X509NameType.DnsName, forIssuer: false);
        });
    }

    private static void WithoutDevices(IServiceCollection services)
    {
        var backend = services.Last(service => service.ServiceType == typeof(TrainingBackend));
        services.Remove(backend);
        services.AddSingleton(provider =>
        {
            var all = backend.ImplementationInstance ?? backend.ImplementationFactory!(provider);
            return (TrainingBackend)all with { Devices = () => [] };
        });
    }

    private static ConfigurationOptions RedisOf(ClusterSettings settings)
    {
        var redis = ConfigurationOptions.Parse(settings.Redis);
        redis.AbortOnConnectFail = false;
        redis.BacklogPolicy = BacklogPolicy.FailFast;
        redis.ConnectTimeout = 1000;
        redis.ReconnectRetryPolicy = new LinearRetry(500);
        return redis;
    }

    private static IPAddress AddressOf(ClusterSettings settings) =>
        settings.Address.Length == 0 ? IPAddress.Loopback : IPAddress.Parse(settings.Address);
}
