using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Storage.Sqlite;

namespace MnistBlazor.Runs;

/// <summary>Registers runs and their storage. Whatever works in the background starts with the host and stops with it.</summary>
public static class RunsServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services, RunsOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<RunsMetrics>();
        services.AddSingleton<BoundsInForce>();
        services.AddSingleton<LearnerAddresses>();
        AddStorage(services, options);
        services.AddSingleton<IRunSignals, RunSignals>();
        services.AddSingleton<RunThroughput>();
        services.AddSingleton<Turns>();
        services.AddSingleton<TrainingLog>();
        services.AddSingleton<TrainingEnvironment>();
        services.AddSingleton<TrainingWorkers>();
        services.AddSingleton<LiveRuns>();
        services.AddSingleton<RunRecovery>();
        services.AddSingleton<IRunDispatcher, LocalDispatcher>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<RunEdits>();
        services.AddOwnSingleton<RunWeights>();
        services.AddOwnSingleton<RunService>();
        services.AddOwnSingleton<RunListing>();
        services.AddOwnSingleton<RunArchive>();
        services.AddOwnSingleton<RunForks>();
        services.AddSingleton<StoredBounds>();
        services.AddOwnSingleton<RunSupervision>();
        services.AddOwnSingleton<RunsHealth>();
        services.AddHostedService<RunHost>();
        return services;
    }

    private static void AddStorage(IServiceCollection services, RunsOptions options)
    {
        services.AddSingleton(_ => new DataDirectory(options.DataDirectory));
        services.AddSingleton<IRunBlobs, LocalBlobs>();
        services.AddSingleton<IServerDocuments>(_ => new DocumentFiles(options.DataDirectory));
        services.AddSingleton<IStoreDialect>(provider => new SqliteDialect(provider.GetRequiredService<DataDirectory>().Root));
        services.AddPooledDbContextFactory<MnistBlazorContext>((provider, context) =>
        {
            provider.GetRequiredService<IStoreDialect>().Configure(context);
            context.ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandExecuted, LogLevel.Debug), (RelationalEventId.AcquiringMigrationLock, LogLevel.Debug)));
        });
        services.AddSingleton<CheckpointFiles>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<RunRows>();
        services.AddSingleton<RunTails>();
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<StoreReads>();
        services.AddSingleton<RunSaver>();
        services.AddSingleton<StoreWriter>();
        services.AddSingleton<RunRetention>();
        services.AddOwnSingleton<StoredSessions>();
    }
}
